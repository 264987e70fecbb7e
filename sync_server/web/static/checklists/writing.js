// What is written and chosen: each field's changes, new sections and questions, another language.
import { every, one, outline, root } from "./page.js";
import { search } from "./clauses.js";
import { redraw } from "./conditions.js";
import { open, refresh } from "./parts.js";
import { flush, touched } from "./saving.js";
import { send } from "./sending.js";

root.addEventListener("input", (event) => {
  const field = event.target.closest(".field");
  if (!field) return;
  if (event.target.type === "search") return search(event.target);
  const rows = event.target.closest(".condition-rows");
  if (rows) return redraw(event.target, rows);
  touched(field);
});

root.addEventListener("change", (event) => {
  const off = event.target.closest("[data-switch-off]");
  if (off) {
    const reason = window.prompt("Why does this rule not apply to this checklist?");
    if (reason?.trim()) send({ do: "set", at: ["off", off.value], was: null, now: reason.trim() }).then(() => refresh(true));
    off.value = "";
    return;
  }
  const field = event.target.closest(".field");
  if (field && event.target.type !== "search" && !event.target.closest(".condition-rows")) flush(field);
});

root.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.matches("[data-add-language]")) {
    const told = await send({ do: "language", code: event.target.elements.code.value.trim() });
    if (told.cannot) one("[data-cannot]").textContent = "Write the code of another language, such as de or pl.";
    else location.search = `?language=${encodeURIComponent(event.target.elements.code.value.trim())}`;
    return;
  }
  const add = event.target.closest("[data-add]");
  const input = one("input", add);
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  const { add: kind, section } = add.dataset;
  const last = kind === "section" ? every(".outline-sections > li", outline()).at(-1) : every(`li[data-section="${section}"]`, outline()).at(-1);
  const told = await send({ do: "add", kind, text, section: section ?? null, after: last?.dataset.id ?? null });
  if (!told.focus) return;
  await open(told.focus.join("/"));
  if (kind === "question") one(`form[data-section="${section}"] input`, outline())?.focus();
  else one(`form[data-section="${told.focus[1]}"] input`, outline())?.focus();
});
