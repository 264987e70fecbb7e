// What the buttons and links do.
import { every, form, made, one, root } from "./page.js";
import { addClause } from "./clauses.js";
import { conditionRow, recompose } from "./conditions.js";
import { moveBy } from "./moving.js";
import { open } from "./parts.js";
import { choiceRow, subsetRow } from "./rows.js";
import { flushAll, PAUSE, touched } from "./saving.js";
import { saved, send } from "./sending.js";

export async function remove(kind, id, force = false) {
  await flushAll();
  const told = await send({ do: "delete", kind, id, force });
  if (told.asks) {
    const sure = window.confirm(`${told.asks.who} changed this ${told.asks.when}. Delete it all the same? Undo brings it back.`);
    if (sure) await remove(kind, id, true);
    return;
  }
  if (told.deleted) {
    saved("Deleted. Undo brings it back.");
    await open("checklist");
    one("[data-do=undo]").focus();
  }
}

export async function step(name) {
  await flushAll();
  const told = await send({ do: name });
  if (told.cannot) return;
  if (!form()) location.reload();
  else if (told.focus) await open(told.focus.join("/"));
  else await open(form().dataset.kind === "checklist" ? "checklist" : `${form().dataset.kind}/${form().dataset.id}`);
}

const DOES = {
  undo: () => step("undo"),
  redo: () => step("redo"),
  up: () => moveBy(form().dataset.kind, form().dataset.id, -1),
  down: () => moveBy(form().dataset.kind, form().dataset.id, 1),
  delete: () => remove(form().dataset.kind, form().dataset.id),
  duplicate: async () => {
    await flushAll();
    const told = await send({ do: "duplicate", id: form().dataset.id });
    if (told.focus) await open(told.focus.join("/"), true);
  },
  "still-right": async (button) => {
    const field = button.closest(".field");
    const told = await send({ do: "still_right", at: JSON.parse(field.dataset.at) });
    if (told.cannot) return;
    button.parentElement.replaceWith(made("p", { class: "quiet", text: "Still right" }));
    one("textarea", field).focus();
  },
  "add-choice": (button) => {
    const place = one("[data-choices]", button.closest(".field"));
    place.append(choiceRow({}));
    one("input", place.lastElementChild).focus();
  },
  "add-subset": (button) => {
    const place = one(".subset-rows", button.closest(".field"));
    place.append(subsetRow({}));
    one("input", place.lastElementChild).focus();
  },
  "add-condition": (button) => {
    const rows = button.closest(".condition-rows");
    const row = conditionRow(rows, undefined, undefined, undefined);
    one(".join", rows).before(row);
    one(".join", rows).hidden = every(".condition-row", rows).length < 2;
    recompose(rows, PAUSE * 3);
    one("select", row).focus();
  },
  "remove-row": (button) => {
    const field = button.closest(".field");
    const rows = button.closest(".condition-rows");
    button.parentElement.remove();
    if (rows) recompose(rows, 0);
    else touched(field, 0);
  },
  "remove-clause": (button) => {
    const field = button.closest(".field");
    button.closest("li").remove();
    touched(field, 0);
    one("input", field).focus();
  },
};

root.addEventListener("click", (event) => {
  const link = event.target.closest("a.outline-line, a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const name = link.dataset.go ?? (link.dataset.id ? `${link.dataset.kind}/${link.dataset.id}` : "checklist");
    open(name, "go" in link.dataset || event.detail > 0).then(() => {
      if (link.dataset.field) one(`.field[data-name="${link.dataset.field}"] :is(textarea, input, select)`)?.focus();
    });
    return;
  }
  const clause = event.target.closest("[data-clause]");
  if (clause) return addClause(clause);
  const button = event.target.closest("[data-do]");
  if (button) DOES[button.dataset.do]?.(button);
});
