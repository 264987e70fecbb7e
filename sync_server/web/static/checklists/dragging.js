// Sections and questions are taken with the mouse, or by their grip with a finger, and put elsewhere.
import { every, outline, root } from "./page.js";
import { moveBehind } from "./moving.js";
import { items } from "./outline.js";

// Less is a click of a hand that is not quite still.
const FAR = 6;
// So near to an edge the list goes on by itself.
const EDGE = 48;
const STEP = 12;

let held = null;

root.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("[data-outline] li[data-kind]");
  const grip = event.target.closest(".grip");
  // A finger elsewhere scrolls.
  if (!line || event.button !== 0 || event.target.closest("form") || (event.pointerType !== "mouse" && !grip)) return;
  held = { line, pointer: event.pointerId, y: event.clientY, over: null, begun: false };
});

document.addEventListener("pointermove", (event) => {
  if (held?.pointer !== event.pointerId) return;
  if (!held.begun && Math.abs(event.clientY - held.y) < FAR) return;
  held.begun = true;
  event.preventDefault();
  mark(place(event.clientX, event.clientY));
  const box = outline().getBoundingClientRect();
  const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  if (event.clientY < top + EDGE) outline().scrollBy(0, -STEP);
  else if (event.clientY > bottom - EDGE) outline().scrollBy(0, STEP);
});

document.addEventListener("pointerup", (event) => {
  if (held?.pointer !== event.pointerId) return;
  const { line, over, begun } = held;
  letGo();
  if (!begun) return;
  // What follows is no click on the line.
  document.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
  if (over) drop(line, over);
});

document.addEventListener("pointercancel", letGo);
root.addEventListener("dragstart", (event) => {
  if (event.target.closest("[data-outline]")) event.preventDefault();
});

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

function letGo() {
  held = null;
  every(".over, .held").forEach((line) => line.classList.remove("over", "held"));
}

function place(x, y) {
  const over = document.elementFromPoint(x, y)?.closest("[data-outline] li[data-kind]");
  if (!over) return null;
  const found = held.line.dataset.kind === "section" ? over.closest("li[data-kind=section]") : over;
  return found === held.line ? null : found;
}

function mark(over) {
  every(".over").forEach((line) => line.classList.remove("over"));
  held.line.classList.add("held");
  held.over = over;
  over?.classList.add("over");
}

async function drop(line, over) {
  if (line.dataset.kind === "question" && over.dataset.kind === "section") return moveBehind(line, over.dataset.id, null);
  const all = items(line.dataset.kind, over);
  const down = all.includes(line) && all.indexOf(line) < all.indexOf(over);
  return moveBehind(line, over.dataset.section, down ? over : over.previousElementSibling);
}
