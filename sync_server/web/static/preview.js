// The preview of a checklist: answers given here are sent along, and what depends on them appears.
const place = () => document.querySelector("[data-preview]");
let answers = {};
let newest = 0;

function begin() {
  answers = JSON.parse(place().dataset.answers || "{}");
}

function answer(key, change) {
  answers[key] = { ...answers[key], ...change };
  show(key);
}

async function show(key) {
  const mine = ++newest;
  const body = new URLSearchParams({ token: place().dataset.token, answers: JSON.stringify(answers) });
  const focused = document.activeElement?.closest?.("[data-key]") ? path(document.activeElement) : null;
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
  const open = [...place().querySelectorAll("details[open]")].map((one) => one.closest("[data-key]").dataset.key);
  place().replaceWith(next);
  for (const one of open) next.querySelector(`[data-key="${CSS.escape(one)}"] details`)?.setAttribute("open", "");
  if (focused) next.querySelector(`[data-key="${CSS.escape(key)}"]`)?.querySelectorAll("button, input, summary")[focused]?.focus();
}

function path(element) {
  return [...element.closest("[data-key]").querySelectorAll("button, input, summary")].indexOf(element);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview] button");
  if (!button) return;
  const key = button.closest("[data-key]").dataset.key;
  if (button.dataset.judgement) {
    const again = button.getAttribute("aria-pressed") === "true";
    answer(key, again ? { judgement: null, which: null } : { judgement: button.dataset.judgement, which: button.dataset.which });
    return;
  }
  const value = JSON.parse(button.dataset.value);
  if (button.parentElement.hasAttribute("data-several")) {
    const before = Array.isArray(answers[key]?.value) ? answers[key].value : [];
    answer(key, { value: before.includes(value) ? before.filter((one) => one !== value) : [...before, value] });
  } else {
    answer(key, { value: button.getAttribute("aria-pressed") === "true" ? null : value });
  }
});

document.addEventListener("change", (event) => {
  const input = event.target.closest("[data-preview] input");
  if (!input) return;
  const text = input.value.trim().replace(",", ".");
  const number = text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  answer(input.closest("[data-key]").dataset.key, { value: "number" in input.dataset ? number : input.value || null });
});

begin();
