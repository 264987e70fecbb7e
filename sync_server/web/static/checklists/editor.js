// The editor of a checklist: each change is sent as it is made, with what was there before; nothing is kept here
// but what has not arrived yet.
import { base, every, form, one, outline } from "./page.js";
import "./commands.js";
import "./dragging.js";
import "./keyboard.js";
import { keepNotes } from "./notes.js";
import { redrawOutline } from "./outline.js";
import { ready, refresh } from "./parts.js";
import { flushAll } from "./saving.js";
import { revision, take, waiting, whenTold } from "./sending.js";
import "./writing.js";

const LOOK_AGAIN = 4000;

function showState(state) {
  for (const name of ["undo", "redo"]) one(`[data-do=${name}]`).disabled = !state[name];
  if (state.others) one("[data-others]").textContent = state.others;
  if (outline()) redrawOutline(state.outline);
  if (one("[data-checks]")) one("[data-checks]").innerHTML = state.checks;
  keepNotes(state.notes);
  if (state.others && form()) refresh();
}

window.addEventListener("beforeunload", (event) => {
  if (waiting || every(".field[data-touched]").length) {
    flushAll();
    event.preventDefault();
  }
});

async function lookAgain() {
  if (!waiting && document.visibilityState === "visible") {
    try {
      const reply = await fetch(`${base}/state?since=${revision}`);
      const told = reply.ok && !reply.redirected ? await reply.json() : {};
      if (told.state && told.state.revision > revision && !waiting) take(told.state, true);
    } catch {
      // The next change says so.
    }
  }
  setTimeout(lookAgain, LOOK_AGAIN);
}

whenTold(showState);
const first = one("[data-first-notes]");
if (first) keepNotes(JSON.parse(first.content.textContent));
ready();
setTimeout(lookAgain, LOOK_AGAIN);
