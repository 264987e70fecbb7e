// The clauses a question goes back to: searched, added as chips.
import { base, every, made, one } from "./page.js";
import { touched } from "./saving.js";

export function addClause(button) {
  const field = button.closest(".field");
  const chips = one(".chips", field);
  if (!every("li", chips).some((chip) => chip.dataset.value === button.dataset.clause)) {
    chips.append(made("li", { "data-value": button.dataset.clause },
      made("span", {}, made("strong", { text: button.dataset.clause }), ` ${button.dataset.title}`),
      made("button", { type: "button", "data-do": "remove-clause", "aria-label": `Remove ${button.dataset.clause}`, text: "×" })));
  }
  const search = one("input[type=search]", field);
  search.value = "";
  one(".found", field).replaceChildren();
  search.focus();
  touched(field, 0);
}

let searched = 0;

export async function search(input) {
  const mine = ++searched;
  const list = one(".found", input.closest(".field"));
  if (!input.value.trim()) return list.replaceChildren();
  const reply = await fetch(`${base}/clauses?q=${encodeURIComponent(input.value)}`);
  if (reply.ok && mine === searched) list.innerHTML = await reply.text();
}
