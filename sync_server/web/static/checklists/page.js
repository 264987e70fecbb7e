// The page the editor is on: what is where on it, and how something is added to it.

export const root = document.querySelector("[data-editor]");
export const base = root.dataset.editor;

export const one = (selector, inside = root) => inside.querySelector(selector);
export const every = (selector, inside = root) => [...inside.querySelectorAll(selector)];
export const outline = () => one("[data-outline]");
export const form = () => one(".part-form");
export const said = (value) => JSON.stringify(value ?? null);

export function made(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside);
  return element;
}
