// A changed field is sent as soon as nobody writes in it any more, with what was there before.
import { every, one, said } from "./page.js";
import { refused, showNotes } from "./notes.js";
import { refresh } from "./parts.js";
import { saved, send } from "./sending.js";
import { bothOf, goneOf } from "./two_texts.js";
import { empty, read } from "./values.js";

export const PAUSE = 600;
const timers = new Map();

export function touched(field, pause = PAUSE) {
  clearTimeout(timers.get(field));
  field.dataset.touched = "";
  timers.set(field, setTimeout(() => flush(field), pause));
}

export async function flush(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  if (one(".both", field)) return;
  const now = read(field);
  const was = JSON.parse(field.dataset.was);
  if (said(now) === said(empty(was) ? null : was)) {
    delete field.dataset.touched;
    if ("refused" in field.dataset) {
      delete field.dataset.refused;
      showNotes();
      saved("It is as it was.");
    }
    return;
  }
  saved("Saving …");
  const at = JSON.parse(field.dataset.at);
  field.dataset.was = said(now);
  const told = await send({ do: "set", at, was, now });
  if (told.cannot) {
    field.dataset.was = said(was);
    refused(field, told.cannot);
  }
  if (told.differs) return bothOf(field, told.differs);
  if (told.gone) return goneOf(field, told.gone, at, now);
  if (said(read(field)) === said(now)) delete field.dataset.touched;
  if (!told.cannot && at[0] !== "words" && ["type", "repeat", "when"].includes(at.at(-1))) await refresh(true);
}

export const flushAll = () => Promise.all(every(".field[data-touched]").map(flush));
