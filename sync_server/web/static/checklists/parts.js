// The part that is open: fetched, shown, and brought up to date around what somebody is typing.
import { base, every, form, made, one, outline } from "./page.js";
import { drawCondition } from "./conditions.js";
import { showNotes } from "./notes.js";
import { mark } from "./outline.js";
import { drawChoices, drawSubsets } from "./rows.js";
import { flushAll } from "./saving.js";

export async function fragment(name) {
  const reply = await fetch(`${base}/part?part=${encodeURIComponent(name)}`);
  if (!reply.ok || reply.redirected) return null;
  const holder = made("div");
  holder.innerHTML = await reply.text();
  return holder;
}

export async function open(name, focus = false) {
  await flushAll();
  if (every(".both").length) return;
  const holder = await fragment(name);
  if (!holder) return;
  one("[data-part]").replaceChildren(...holder.childNodes);
  history.replaceState(null, "", `?part=${name}`);
  ready();
  if (focus) one("textarea, input", form())?.focus();
}

// Takes over what others changed, field by field; what somebody is typing in stays as it is.
export async function refresh(mine = false) {
  if (!form()) {
    if (mine) location.reload();
    return;
  }
  const name = `${form().dataset.kind}/${form().dataset.id}`;
  const holder = await fragment(name);
  const next = holder && one(".part-form", holder);
  if (!next || `${form().dataset.kind}/${form().dataset.id}` !== name) return;
  if (next.dataset.kind !== form().dataset.kind) return;
  const focused = form().contains(document.activeElement) ? document.activeElement : null;
  const range = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  for (const field of every(".field", form())) {
    if (!("touched" in field.dataset) && !one(".both", field)) continue;
    const other = every(".field", next).find((two) => two.dataset.at === field.dataset.at);
    if (other) other.replaceWith(field);
    else next.append(field);
  }
  form().replaceWith(next);
  ready();
  if (!focused) return;
  const again = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
  if (!again) return;
  again.focus();
  if (range && range[0] !== null && again.type !== "search") again.setSelectionRange?.(...range);
}

export function ready() {
  if (form()) {
    for (const field of every('.field[data-type="choices"]', form())) drawChoices(field);
    for (const field of every('.field[data-type="subsets"]', form())) drawSubsets(field);
    for (const rows of every(".condition-rows", form())) drawCondition(rows);
    showNotes();
    if (outline()) mark();
  }
}
