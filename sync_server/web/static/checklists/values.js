// What a field holds, in the form the server keeps it in.
import { every, one, said } from "./page.js";

function number(text) {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  return Number.isNaN(Number(plain)) ? plain : Number(plain);
}

export function empty(value) {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

export function read(field) {
  const input = one("textarea, input, select", field);
  const value = {
    words: () => input.value.replace(/\s*\n\s*/g, " ").trim(),
    line: () => one("input.expression", field)?.value.trim() ?? input.value.trim(),
    list: () => input.value.split("\n").map((line) => line.trim()).filter(Boolean),
    tags: () => [...new Set(input.value.toLowerCase().split(/[,;\s]+/).filter(Boolean))],
    number: () => number(input.value),
    choose: () => input.value,
    "choose-number": () => Number(input.value),
    flag: () => input.checked,
    clauses: () => every(".chips > li", field).map((chip) => chip.dataset.value),
    choices: () => choices(field),
    subsets: () => every(".subset-row", field).map(parts),
    group: () => parts(field),
  }[field.dataset.type]();
  if ("default" in field.dataset && said(value) === field.dataset.default) return null;
  return empty(value) ? null : value;
}

function parts(holder) {
  const found = {};
  for (const input of every("[data-part]", holder)) {
    const value = "number" in input.dataset ? number(input.value) : input.value.trim();
    if (!empty(value)) found[input.dataset.part] = value;
  }
  return found;
}

function choices(field) {
  const taken = new Set(every(".choice-row", field).map((row) => row.dataset.id).filter(Boolean));
  return every(".choice-row", field)
    .map((row) => {
      const text = one("input[type=text]", row).value.trim();
      if (!row.dataset.id && text) row.dataset.id = slug(text, taken);
      taken.add(row.dataset.id);
      return { id: row.dataset.id, text, ...(one("input[type=checkbox]", row).checked ? { finding: true } : {}) };
    })
    .filter((choice) => choice.id);
}

function slug(text, taken) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, "") || "choice";
  let name = plain;
  for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
  return name;
}
