// What the checks found, beside the field it is about.
import { every, form, made, one } from "./page.js";

let notes = [];

export function keepNotes(found) {
  notes = found;
  showNotes();
}

export function showNotes() {
  if (!form()) return;
  const about = `${form().dataset.kind}/${form().dataset.id}`;
  const here = notes.filter((note) => note.about === about);
  for (const field of every(".field", form())) {
    const own = here.filter((note) => note.field === field.dataset.name);
    fill(one(".field-notes", field), own);
  }
  const named = new Set(every(".field", form()).map((field) => field.dataset.name));
  fill(one("[data-part-notes]", form()), here.filter((note) => !named.has(note.field)));
}

// What could not be kept is said beside its field, until it can.
export function refused(field, words) {
  const list = one(".field-notes", field);
  list.prepend(made("li", { class: "wrong", text: words }));
  list.dataset.shown = words;
  field.dataset.refused = "";
}

function fill(list, found) {
  const next = found.map((note) => (note.rule ? `~${note.words}` : note.words)).join("\n");
  if (list.dataset.shown === next) return;
  list.dataset.shown = next;
  list.replaceChildren(...found.map((note) => made("li", { class: note.rule ? "better" : "wrong", text: note.words })));
}
