// The outline of the checklist: drawn anew without losing one's place, and which line is open.
import { every, form, one, outline } from "./page.js";

export function redrawOutline(drawn) {
  const focused = outline().contains(document.activeElement) ? document.activeElement : null;
  const again = focused && (focused.dataset.id !== undefined
    ? `a[data-kind="${focused.dataset.kind}"][data-id="${focused.dataset.id}"]`
    : focused.form?.dataset.add === "question" ? `form[data-section="${focused.form.dataset.section}"] input` : "form[data-add=section] input");
  const typed = every("form.add input", outline()).map((input) => [input.form.dataset.section ?? "", input.value]).filter((pair) => pair[1]);
  outline().innerHTML = drawn;
  for (const [section, value] of typed) {
    const input = every("form.add", outline()).find((add) => (add.dataset.section ?? "") === section)?.querySelector("input");
    if (input) input.value = value;
  }
  if (again) one(again, outline())?.focus();
  mark();
}

export function mark() {
  for (const line of every("a.outline-line", outline())) {
    const here = form() && line.dataset.kind === form().dataset.kind && line.dataset.id === form().dataset.id;
    if (here) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

export function items(kind, line) {
  return kind === "section" ? every(".outline-sections > li", outline()) : every("li", line.parentElement);
}
