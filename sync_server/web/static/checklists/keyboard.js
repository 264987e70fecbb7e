// What the keys do: the way through the outline, moving, deleting, undo and redo.
import { every, form, outline } from "./page.js";
import { remove, step } from "./commands.js";
import { moveBy } from "./moving.js";

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("a.outline-line");
  const typing = event.target.matches?.("input, textarea, select");
  const place = line?.dataset ?? (event.target.closest?.(".part-form") ? form().dataset : null);
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && place?.id) {
    event.preventDefault();
    moveBy(place.kind, place.id, event.key === "ArrowUp" ? -1 : 1);
  } else if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "z") {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "y") {
    event.preventDefault();
    step("redo");
  } else if (event.key === "Delete" && line?.dataset.id) {
    event.preventDefault();
    remove(line.dataset.kind, line.dataset.id);
  } else if (line && !event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const all = every("a.outline-line", outline());
    all[all.indexOf(line) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
  }
});
