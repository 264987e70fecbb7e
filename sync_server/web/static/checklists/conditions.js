// The condition under which something is asked: put together of rows, written as an expression.
import { every, made, one } from "./page.js";
import { PAUSE, touched } from "./saving.js";

const JUDGED = [["is conforms", "conforms"], ["is finding", "is a finding"], ["is not_applicable", "does not apply"], ["is answered", "is answered"], ["is not answered", "is not answered"]];

function operators(type) {
  return {
    yes_no: [["is", "is"], ["is not", "is not"]],
    choice: [["is", "is"], ["is not", "is not"]],
    choices: [["includes", "includes"]],
    number: [["is", "="], ["<", "<"], ["<=", "≤"], [">", ">"], [">=", "≥"]],
    date: [["is", "is"], ["<", "before"], [">", "after"]],
    text: [["is", "is"], ["is not", "is not"]],
  }[type] ?? [];
}

export function drawCondition(rows) {
  if (rows.childElementCount) return;
  const questions = JSON.parse(rows.dataset.rows);
  const chosen = JSON.parse(rows.dataset.operators);
  const values = JSON.parse(rows.dataset.values);
  questions.forEach((question, n) => rows.append(conditionRow(rows, question, chosen[n], values[n])));
  const join = made("select", { class: "join", "aria-label": "How many of them have to hold" },
    made("option", { value: "and", text: "all of these hold" }), made("option", { value: "or", text: "one of these holds" }));
  join.value = rows.dataset.join;
  join.hidden = questions.length < 2;
  const add = made("button", { type: "button", class: "button small", "data-do": "add-condition", text: questions.length ? "Add another" : "Add a condition" });
  add.disabled = JSON.parse(rows.dataset.earlier).length === 0;
  rows.append(join, add);
}

export function conditionRow(rows, question, operator, value) {
  const earlier = JSON.parse(rows.dataset.earlier);
  const row = made("div", { class: "condition-row" });
  const which = made("select", { class: "which", "aria-label": "Earlier question" }, ...earlier.map((one, n) => made("option", { value: one.id, text: `${n + 1}. ${one.text}` })));
  which.value = earlier.some((one) => one.id === question) ? question : earlier.at(-1)?.id;
  const known = earlier.find((one) => one.id === which.value);
  const how = made("select", { class: "how", "aria-label": "Comparison" },
    ...[...operators(known?.type), ...JUDGED].map(([code, text]) => made("option", { value: code, text })));
  const whole = `${operator} ${value}`.trim();
  how.value = JUDGED.some(([code]) => code === whole) ? whole : operator ?? how.options[0]?.value;
  if (how.selectedIndex < 0) how.selectedIndex = 0;
  row.append(which, how);
  const input = valueInput(known, how.value, value);
  if (input) row.append(input);
  row.append(made("button", { type: "button", class: "button small", "data-do": "remove-row", "aria-label": "Remove this comparison", text: "×" }));
  return row;
}

function valueInput(known, operator, value) {
  if (!known || JUDGED.some(([code]) => code === operator)) return null;
  const attributes = { class: "value", "aria-label": "Value", value: value ?? "" };
  const options = known.type === "yes_no" ? [["yes", "yes"], ["no", "no"]] : known.choices;
  if (["yes_no", "choice", "choices"].includes(known.type)) {
    const select = made("select", attributes, ...options.map(([code, text]) => made("option", { value: code, text })));
    if (options.some(([code]) => code === value)) select.value = value;
    return select;
  }
  return made("input", { ...attributes, type: known.type === "date" ? "date" : "text", inputmode: known.type === "number" ? "decimal" : null });
}

function composed(rows) {
  const earlier = JSON.parse(rows.dataset.earlier);
  const found = every(".condition-row", rows).map((row) => {
    const which = one(".which", row).value;
    const how = one(".how", row).value;
    const value = one(".value", row)?.value.trim();
    if (value === undefined) return `${which} ${how}`;
    if (value === "") return "";
    const type = earlier.find((question) => question.id === which)?.type;
    const quoted = ["text", "date"].includes(type) ? `"${value.replaceAll('"', "")}"` : value.replace(",", ".");
    return `${which} ${how} ${quoted}`;
  });
  return found.filter(Boolean).join(` ${one(".join", rows)?.value ?? "and"} `);
}

export function recompose(rows, pause) {
  const field = rows.closest(".field");
  one("input.expression", field).value = composed(rows);
  touched(field, pause);
}

export function redraw(input, rows) {
  const row = input.closest(".condition-row");
  if (row && (input.classList.contains("which") || input.classList.contains("how"))) {
    const which = one(".which", row).value;
    const how = input.classList.contains("how") ? input.value : undefined;
    const [operator, ...rest] = JUDGED.some(([code]) => code === how) ? [how] : [how];
    const next = conditionRow(rows, which, operator, rest[0] ?? one(".value", row)?.value);
    row.replaceWith(next);
    one(input.classList.contains("which") ? ".which" : ".how", next).focus();
  }
  recompose(rows, PAUSE);
}
