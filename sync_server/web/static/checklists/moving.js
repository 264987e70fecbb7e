// Sections and questions are moved, by key, by button or by hand.
import { every, one, outline, root } from "./page.js";
import { items } from "./outline.js";
import { flushAll } from "./saving.js";
import { send } from "./sending.js";

export async function moveBy(kind, id, step) {
  await flushAll();
  const line = one(`li[data-kind="${kind}"][data-id="${id}"]`, outline());
  if (!line) return;
  const all = items(kind, line);
  const at = all.indexOf(line);
  if (kind === "question" && (at + step < 0 || at + step >= all.length)) return moveOver(line, id, step);
  if (at + step < 0 || at + step >= all.length) return;
  const after = step < 0 ? all[at - 2] : all[at + 1];
  await send({ do: "move", kind, id, section: line.dataset.section ?? null, after: after?.dataset.id ?? null });
}

async function moveOver(line, id, step) {
  const section = line.closest("li[data-kind=section]");
  const other = step < 0 ? section.previousElementSibling : section.nextElementSibling;
  if (!other) return;
  const last = step < 0 ? every("li[data-kind=question]", other).at(-1) : null;
  await send({ do: "move", kind: "question", id, section: other.dataset.id, after: last?.dataset.id ?? null });
}

let dragged = null;

root.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li[draggable]");
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.id);
});

function dropPlace(event) {
  if (!dragged) return null;
  const over = event.target.closest("[data-outline] li[draggable]");
  if (!over || over === dragged) return null;
  if (dragged.dataset.kind === "section") return over.closest("li[data-kind=section]");
  return over;
}

root.addEventListener("dragover", (event) => {
  const over = dropPlace(event);
  every(".over").forEach((line) => line.classList.remove("over"));
  if (!over) return;
  event.preventDefault();
  over.classList.add("over");
});

root.addEventListener("drop", async (event) => {
  const over = dropPlace(event);
  if (!over) return;
  event.preventDefault();
  const { kind, id } = dragged.dataset;
  const line = dragged;
  dragged = null;
  if (kind === "section") {
    const all = items("section", line);
    const after = all.indexOf(over) > all.indexOf(line) ? over.dataset.id : over.previousElementSibling?.dataset.id;
    await send({ do: "move", kind, id, section: null, after: after ?? null });
  } else if (over.dataset.kind === "section") {
    await send({ do: "move", kind, id, section: over.dataset.id, after: null });
  } else {
    const all = items("question", over);
    const down = all.includes(line) && all.indexOf(line) < all.indexOf(over);
    const after = down ? over.dataset.id : over.previousElementSibling?.dataset.id;
    await send({ do: "move", kind, id, section: over.dataset.section, after: after ?? null });
  }
});

root.addEventListener("dragend", () => {
  dragged = null;
  every(".over").forEach((line) => line.classList.remove("over"));
});
