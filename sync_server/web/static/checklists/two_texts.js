// The same field changed by two people: both texts are shown, and one is chosen.
import { every, made, one, said } from "./page.js";
import { fragment, open, refresh } from "./parts.js";
import { flush } from "./saving.js";
import { send } from "./sending.js";
import { empty } from "./values.js";

function words(value) {
  if (empty(value)) return "nothing";
  if (Array.isArray(value)) return value.map(words).join("\n");
  if (typeof value === "object") return Object.values(value).map(words).join(", ");
  return String(value);
}

export function bothOf(field, differs) {
  one(".both", field)?.remove();
  const mine = made("button", { type: "button", class: "button small primary", text: "Use mine" });
  const theirs = made("button", { type: "button", class: "button small", text: "Use theirs" });
  const box = made(
    "div", { class: "both notice aside", role: "alertdialog", "aria-label": "Two texts" },
    made("p", { text: `${differs.who} changed this too, ${differs.when}. Both are kept in the history. Which one is to stand?` }),
    made("dl", {},
      made("div", {}, made("dt", { text: "Yours" }), made("dd", { class: "long", text: words(differs.mine) })),
      made("div", {}, made("dt", { text: "Theirs" }), made("dd", { class: "long", text: words(differs.theirs) }))),
    made("div", { class: "actions" }, mine, theirs),
  );
  mine.addEventListener("click", async () => {
    box.remove();
    field.dataset.was = said(differs.theirs);
    await flush(field);
  });
  theirs.addEventListener("click", async () => {
    box.remove();
    delete field.dataset.touched;
    field.dataset.was = said(differs.theirs);
    await refresh(true);
  });
  field.append(box);
  mine.focus();
}

export function goneOf(field, gone, at, now) {
  const [kind, id] = at[0] === "words" ? [at[2], at[3]] : at;
  const back = made("button", { type: "button", class: "button small primary", text: "Bring it back with my text" });
  const leave = made("button", { type: "button", class: "button small", text: "Leave it deleted" });
  const box = made(
    "div", { class: "both notice aside", role: "alertdialog", "aria-label": "Deleted meanwhile" },
    made("p", { text: `${gone.who} has deleted this, ${gone.when}. What you wrote is kept in the history.` }),
    made("div", { class: "actions" }, back, leave),
  );
  back.addEventListener("click", async () => {
    box.remove();
    await send({ do: "bring_back", kind, id });
    // What it held when it was deleted is what is changed now.
    const page = await fragment(`${kind}/${id}`);
    field.dataset.was = page && every(".field", page).find((other) => other.dataset.at === field.dataset.at)?.dataset.was || "null";
    await flush(field);
    await open(`${kind}/${id}`);
  });
  leave.addEventListener("click", () => { box.remove(); delete field.dataset.touched; open("checklist"); });
  field.append(box);
  back.focus();
}
