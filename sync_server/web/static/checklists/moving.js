// Sections and questions are moved by key and by button; where one then stands is told.
import { every, one, outline } from "./page.js";
import { items } from "./outline.js";
import { flushAll } from "./saving.js";
import { send } from "./sending.js";

export async function moveBy(kind, id, step) {
  await flushAll();
  const line = one(`li[data-kind="${kind}"][data-id="${id}"]`, outline());
  if (!line) return;
  const all = items(kind, line);
  const at = all.indexOf(line);
  if (kind === "question" && (at + step < 0 || at + step >= all.length)) return moveOver(line, step);
  if (at + step < 0 || at + step >= all.length) return;
  const after = step < 0 ? all[at - 2] : all[at + 1];
  await moveBehind(line, line.dataset.section, after);
}

async function moveOver(line, step) {
  const section = line.closest("li[data-kind=section]");
  const other = step < 0 ? section.previousElementSibling : section.nextElementSibling;
  if (!other) return;
  const last = step < 0 ? every("li[data-kind=question]", other).at(-1) : null;
  await moveBehind(line, other.dataset.id, last);
}

export async function moveBehind(line, section, after) {
  const { kind, id } = line.dataset;
  const told = await send({ do: "move", kind, id, section: section ?? null, after: after?.dataset.id ?? null });
  if (told.state) tell(kind, id);
}

function tell(kind, id) {
  const line = one(`li[data-kind="${kind}"][data-id="${id}"]`, outline());
  if (!line) return;
  const all = items(kind, line);
  const words = one(".words", line).textContent;
  const where = kind === "question" ? ` in ${one(".words", line.closest("li[data-kind=section]")).textContent}` : "";
  one("[data-moved]").textContent = `${words}: now ${all.indexOf(line) + 1} of ${all.length}${where}.`;
}
