// The rows of a question's choices and of the draws by tag.
import { made, one } from "./page.js";

export function drawChoices(field) {
  const place = one("[data-choices]", field);
  if (place.childElementCount) return;
  for (const choice of JSON.parse(field.dataset.was) ?? []) place.append(choiceRow(choice));
  while (place.childElementCount < 2) place.append(choiceRow({}));
}

export function choiceRow(choice) {
  return made("div", { class: "choice-row", "data-id": choice.id ?? "" },
    made("input", { type: "text", value: choice.text ?? "", "aria-label": "Words of the choice", autocomplete: "off" }),
    made("label", { class: "flag" }, made("input", { type: "checkbox", checked: Boolean(choice.finding) }), " suggests that something needs attention"),
    made("button", { type: "button", class: "button small", "data-do": "remove-row", "aria-label": "Remove this choice", text: "×" }));
}

export function drawSubsets(field) {
  const place = one(".subset-rows", field);
  if (place.childElementCount) return;
  for (const subset of JSON.parse(field.dataset.was) ?? []) place.append(subsetRow(subset));
}

export function subsetRow(subset) {
  return made("div", { class: "subset-row row" },
    made("label", { text: "Tag " }, made("input", { type: "text", "data-part": "tag", value: subset.tag ?? "" })),
    made("label", { text: "Ask " }, made("input", { type: "text", inputmode: "numeric", "data-part": "ask", "data-number": "", value: subset.ask ?? "" })),
    made("button", { type: "button", class: "button small", "data-do": "remove-row", "aria-label": "Remove this draw", text: "×" }));
}
