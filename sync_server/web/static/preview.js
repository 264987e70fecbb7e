// The preview of a checklist: what is tapped is sent along, and what depends on it appears.
const place = () => document.querySelector("[data-preview]");
const TOUCHED = "button, input, textarea";
const open = new Map();
let answers = JSON.parse(place()?.dataset.answers || "{}");
let newest = 0;

function give(key, change) {
  answers[key] = { ...answers[key], ...change };
  show();
}

async function show() {
  const mine = ++newest;
  const body = new URLSearchParams({ token: place().dataset.token, answers: JSON.stringify(answers) });
  let page;
  try {
    const reply = await fetch(location.href, { method: "POST", body });
    if (!reply.ok) return;
    page = new DOMParser().parseFromString(await reply.text(), "text/html");
  } catch {
    return;
  }
  const next = page.querySelector("[data-preview]");
  if (mine !== newest || !next) return;
  const focused = document.activeElement?.closest?.("[data-preview]") ? where(document.activeElement) : null;
  place().replaceWith(next);
  for (const [key, name] of open) unfold(key, name);
  if (focused) next.querySelectorAll(focused[0])[focused[1]]?.focus();
}

function where(element) {
  const holder = element.closest("[data-key]");
  if (!holder) return null;
  const inside = `[data-key="${CSS.escape(holder.dataset.key)}"] :is(${TOUCHED})`;
  return [inside, [...place().querySelectorAll(inside)].indexOf(element)];
}

// One help at a time on each card, as on a tablet.
function unfold(key, name) {
  const card = place().querySelector(`[data-key="${CSS.escape(key)}"]`);
  for (const tab of card?.querySelectorAll("[data-help]") ?? []) {
    tab.setAttribute("aria-expanded", String(tab.dataset.help === name));
    card.querySelector(`[data-of="${tab.dataset.help}"]`).hidden = tab.dataset.help !== name;
  }
}

function piece(key, button) {
  const { [button.dataset.piece]: row, ...others } = answers[key]?.sample ?? {};
  const item = button.closest(".piece").querySelector("[data-take]").value;
  if ("out" in button.dataset) give(key, { sample: others });
  else give(key, { sample: { ...others, [button.dataset.piece]: { ...row, item, holds: button.dataset.holds === "true" } } });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview] button");
  if (!button) return;
  const { key } = button.closest("[data-key]").dataset;
  if (button.dataset.help) {
    open.set(key, open.get(key) === button.dataset.help ? "" : button.dataset.help);
    unfold(key, open.get(key));
  } else if (button.dataset.piece) piece(key, button);
  else give(key, JSON.parse(button.dataset.give));
});

document.addEventListener("change", (event) => {
  const input = event.target.closest("[data-preview] [data-take]");
  if (!input) return;
  const { key } = input.closest("[data-key]").dataset;
  const [name, n] = input.dataset.take.split("/");
  if (n) {
    const row = answers[key]?.sample?.[n];
    if (row) give(key, { sample: { ...answers[key].sample, [n]: { ...row, item: input.value } } });
  } else give(key, { [name]: input.dataset.kind === "number" ? number(input.value) : input.value || null });
});

function number(text) {
  const plain = text.replace(/\s/g, "").replace(",", ".");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
}
