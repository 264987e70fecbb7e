// The editor of a checklist: each change is sent as it is made, with what was there before; nothing is kept here
// but what has not arrived yet.
const root = document.querySelector("[data-editor]");
const base = root.dataset.editor;
let revision = Number(root.dataset.revision);
let notes = [];
const PAUSE = 600;
const LOOK_AGAIN = 4000;
const TRY_AGAIN = 3000;

const one = (selector, inside = root) => inside.querySelector(selector);
const every = (selector, inside = root) => [...inside.querySelectorAll(selector)];
const outline = () => one("[data-outline]");
const form = () => one(".part-form");
const said = (value) => JSON.stringify(value ?? null);

function made(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside);
  return element;
}

// -- what a field holds -----------------------------------------------------------------------------------

function number(text) {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  return Number.isNaN(Number(plain)) ? plain : Number(plain);
}

function empty(value) {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function read(field) {
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

// -- sending ----------------------------------------------------------------------------------------------

let chain = Promise.resolve();
let waiting = 0;

function send(command) {
  waiting += 1;
  const sent = chain.then(() => deliver(command));
  chain = sent.catch(() => {}).finally(() => { waiting -= 1; });
  return sent;
}

async function deliver(command) {
  for (;;) {
    const body = new URLSearchParams({ token: root.dataset.token, change: JSON.stringify({ ...command, seen: revision }) });
    try {
      const reply = await fetch(`${base}/change`, { method: "POST", body });
      if (reply.redirected || reply.status === 403) {
        saved("You have been signed out. Sign in again in another window; what you wrote is still here.", true);
      } else if (reply.status === 404) {
        saved("This draft was published or put aside. What you write now is not kept; copy it first.", true);
        return {};
      } else if (reply.ok || reply.status === 422) {
        const told = await reply.json();
        if (told.cannot) saved(told.cannot, true);
        if (told.state) take(told.state, told.cannot);
        return told;
      } else {
        saved("Not saved yet: the server had trouble. It is tried again.", true);
      }
    } catch {
      saved("Not saved yet: the server can’t be reached. It is tried again.", true);
    }
    await new Promise((done) => setTimeout(done, TRY_AGAIN));
  }
}

function saved(words, trouble = false) {
  const place = one("[data-saved]");
  place.textContent = words;
  place.classList.toggle("trouble", trouble);
}

const timers = new Map();

function touched(field, pause = PAUSE) {
  clearTimeout(timers.get(field));
  field.dataset.touched = "";
  timers.set(field, setTimeout(() => flush(field), pause));
}

async function flush(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  if (one(".both", field)) return;
  const now = read(field);
  const was = JSON.parse(field.dataset.was);
  if (said(now) === said(empty(was) ? null : was)) {
    delete field.dataset.touched;
    return;
  }
  saved("Saving …");
  const at = JSON.parse(field.dataset.at);
  field.dataset.was = said(now);
  const told = await send({ do: "set", at, was, now });
  if (told.cannot) field.dataset.was = said(was);
  if (told.differs) return bothOf(field, told.differs);
  if (told.gone) return goneOf(field, told.gone, at, now);
  if (said(read(field)) === said(now)) delete field.dataset.touched;
  if (!told.cannot && at[0] !== "words" && ["type", "repeat", "when"].includes(at.at(-1))) await refresh(true);
}

const flushAll = () => Promise.all(every(".field[data-touched]").map(flush));

// -- the same field changed by two people -----------------------------------------------------------------

function words(value) {
  if (empty(value)) return "nothing";
  if (Array.isArray(value)) return value.map(words).join("\n");
  if (typeof value === "object") return Object.values(value).map(words).join(", ");
  return String(value);
}

function bothOf(field, differs) {
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

function goneOf(field, gone, at, now) {
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

// -- what is around the fields ----------------------------------------------------------------------------

function take(state, quietly) {
  revision = state.revision;
  if (!quietly) saved(state.saved);
  for (const name of ["undo", "redo"]) one(`[data-do=${name}]`).disabled = !state[name];
  if (state.others) one("[data-others]").textContent = state.others;
  if (outline()) {
    const focused = outline().contains(document.activeElement) ? document.activeElement : null;
    const again = focused && (focused.dataset.id !== undefined
      ? `a[data-kind="${focused.dataset.kind}"][data-id="${focused.dataset.id}"]`
      : focused.form?.dataset.add === "question" ? `form[data-section="${focused.form.dataset.section}"] input` : "form[data-add=section] input");
    const typed = every("form.add input", outline()).map((input) => [input.form.dataset.section ?? "", input.value]).filter((pair) => pair[1]);
    outline().innerHTML = state.outline;
    for (const [section, value] of typed) {
      const input = every("form.add", outline()).find((add) => (add.dataset.section ?? "") === section)?.querySelector("input");
      if (input) input.value = value;
    }
    if (again) one(again, outline())?.focus();
    mark();
  }
  if (one("[data-checks]")) one("[data-checks]").innerHTML = state.checks;
  notes = state.notes;
  showNotes();
  if (state.others && form()) refresh();
}

function showNotes() {
  if (!form()) return;
  const about = `${form().dataset.kind}/${form().dataset.id}`;
  const here = notes.filter((note) => note.about === about);
  for (const field of every(".field", form())) {
    const own = here.filter((note) => note.field === field.dataset.name);
    fill(one(".field-notes", field), own);
  }
  const named = new Set(every(".field", form()).map((field) => field.dataset.name));
  fill(one("[data-part-notes]", form()), here.filter((note) => !named.has(note.field)));
}

function fill(list, found) {
  const next = found.map((note) => (note.rule ? `~${note.words}` : note.words)).join("\n");
  if (list.dataset.shown === next) return;
  list.dataset.shown = next;
  list.replaceChildren(...found.map((note) => made("li", { class: note.rule ? "better" : "wrong", text: note.words })));
}

function mark() {
  for (const line of every("a.outline-line", outline())) {
    const here = form() && line.dataset.kind === form().dataset.kind && line.dataset.id === form().dataset.id;
    if (here) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

async function fragment(name) {
  const reply = await fetch(`${base}/part?part=${encodeURIComponent(name)}`);
  if (!reply.ok || reply.redirected) return null;
  const holder = made("div");
  holder.innerHTML = await reply.text();
  return holder;
}

async function open(name, focus = false) {
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
async function refresh(mine = false) {
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

// -- choices, lots and conditions -------------------------------------------------------------------------

function ready() {
  if (form()) {
    for (const field of every('.field[data-type="choices"]', form())) drawChoices(field);
    for (const field of every('.field[data-type="subsets"]', form())) drawSubsets(field);
    for (const rows of every(".condition-rows", form())) drawCondition(rows);
    showNotes();
    if (outline()) mark();
  }
}

function drawChoices(field) {
  const place = one("[data-choices]", field);
  if (place.childElementCount) return;
  for (const choice of JSON.parse(field.dataset.was) ?? []) place.append(choiceRow(choice));
  while (place.childElementCount < 2) place.append(choiceRow({}));
}

function choiceRow(choice) {
  return made("div", { class: "choice-row", "data-id": choice.id ?? "" },
    made("input", { type: "text", value: choice.text ?? "", "aria-label": "Words of the choice", autocomplete: "off" }),
    made("label", { class: "flag" }, made("input", { type: "checkbox", checked: Boolean(choice.finding) }), " suggests that something needs attention"),
    made("button", { type: "button", class: "button small", "data-do": "remove-row", "aria-label": "Remove this choice", text: "×" }));
}

function drawSubsets(field) {
  const place = one(".subset-rows", field);
  if (place.childElementCount) return;
  for (const subset of JSON.parse(field.dataset.was) ?? []) place.append(subsetRow(subset));
}

function subsetRow(subset) {
  return made("div", { class: "subset-row row" },
    made("label", { text: "Tag " }, made("input", { type: "text", "data-part": "tag", value: subset.tag ?? "" })),
    made("label", { text: "Ask " }, made("input", { type: "text", inputmode: "numeric", "data-part": "ask", "data-number": "", value: subset.ask ?? "" })),
    made("button", { type: "button", class: "button small", "data-do": "remove-row", "aria-label": "Remove this draw", text: "×" }));
}

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

function drawCondition(rows) {
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

function conditionRow(rows, question, operator, value) {
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

function recompose(rows, pause) {
  const field = rows.closest(".field");
  one("input.expression", field).value = composed(rows);
  touched(field, pause);
}

// -- moving -----------------------------------------------------------------------------------------------

function items(kind, line) {
  return kind === "section" ? every(".outline-sections > li", outline()) : every("li", line.parentElement);
}

async function moveBy(kind, id, step) {
  await flushAll();
  const line = one(`li[data-kind="${kind}"][data-id="${id}"]`, outline());
  if (!line) return;
  const all = items(kind, line);
  const at = all.indexOf(line);
  if (kind === "question" && (at + step < 0 || at + step >= all.length)) return moveOver(line, id, step);
  if (at + step < 0 || at + step >= all.length) return;
  const after = step < 0 ? all[at - 2] : all[at + 1];
  await send({ do: "move", kind, id, section: line.dataset.section ?? null, after: after?.dataset.id ?? null });
}

async function moveOver(line, id, step) {
  const section = line.closest("li[data-kind=section]");
  const other = step < 0 ? section.previousElementSibling : section.nextElementSibling;
  if (!other) return;
  const last = step < 0 ? every("li[data-kind=question]", other).at(-1) : null;
  await send({ do: "move", kind: "question", id, section: other.dataset.id, after: last?.dataset.id ?? null });
}

let dragged = null;

root.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li[draggable]");
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.id);
});

function dropPlace(event) {
  if (!dragged) return null;
  const over = event.target.closest("[data-outline] li[draggable]");
  if (!over || over === dragged) return null;
  if (dragged.dataset.kind === "section") return over.closest("li[data-kind=section]");
  return over;
}

root.addEventListener("dragover", (event) => {
  const over = dropPlace(event);
  every(".over").forEach((line) => line.classList.remove("over"));
  if (!over) return;
  event.preventDefault();
  over.classList.add("over");
});

root.addEventListener("drop", async (event) => {
  const over = dropPlace(event);
  if (!over) return;
  event.preventDefault();
  const { kind, id } = dragged.dataset;
  const line = dragged;
  dragged = null;
  if (kind === "section") {
    const all = items("section", line);
    const after = all.indexOf(over) > all.indexOf(line) ? over.dataset.id : over.previousElementSibling?.dataset.id;
    await send({ do: "move", kind, id, section: null, after: after ?? null });
  } else if (over.dataset.kind === "section") {
    await send({ do: "move", kind, id, section: over.dataset.id, after: null });
  } else {
    const all = items("question", over);
    const down = all.includes(line) && all.indexOf(line) < all.indexOf(over);
    const after = down ? over.dataset.id : over.previousElementSibling?.dataset.id;
    await send({ do: "move", kind, id, section: over.dataset.section, after: after ?? null });
  }
});

root.addEventListener("dragend", () => {
  dragged = null;
  every(".over").forEach((line) => line.classList.remove("over"));
});

// -- what one does ----------------------------------------------------------------------------------------

async function remove(kind, id, force = false) {
  await flushAll();
  const told = await send({ do: "delete", kind, id, force });
  if (told.asks) {
    const sure = window.confirm(`${told.asks.who} changed this ${told.asks.when}. Delete it all the same? Undo brings it back.`);
    if (sure) await remove(kind, id, true);
    return;
  }
  if (told.deleted) {
    saved("Deleted. Undo brings it back.");
    await open("checklist");
    one("[data-do=undo]").focus();
  }
}

async function step(name) {
  await flushAll();
  const told = await send({ do: name });
  if (told.cannot) return;
  if (!form()) location.reload();
  else if (told.focus) await open(told.focus.join("/"));
  else await open(form().dataset.kind === "checklist" ? "checklist" : `${form().dataset.kind}/${form().dataset.id}`);
}

const DOES = {
  undo: () => step("undo"),
  redo: () => step("redo"),
  up: () => moveBy(form().dataset.kind, form().dataset.id, -1),
  down: () => moveBy(form().dataset.kind, form().dataset.id, 1),
  delete: () => remove(form().dataset.kind, form().dataset.id),
  duplicate: async () => {
    await flushAll();
    const told = await send({ do: "duplicate", id: form().dataset.id });
    if (told.focus) await open(told.focus.join("/"), true);
  },
  "add-choice": (button) => {
    const place = one("[data-choices]", button.closest(".field"));
    place.append(choiceRow({}));
    one("input", place.lastElementChild).focus();
  },
  "add-subset": (button) => {
    const place = one(".subset-rows", button.closest(".field"));
    place.append(subsetRow({}));
    one("input", place.lastElementChild).focus();
  },
  "add-condition": (button) => {
    const rows = button.closest(".condition-rows");
    const row = conditionRow(rows, undefined, undefined, undefined);
    one(".join", rows).before(row);
    one(".join", rows).hidden = every(".condition-row", rows).length < 2;
    recompose(rows, PAUSE * 3);
    one("select", row).focus();
  },
  "remove-row": (button) => {
    const field = button.closest(".field");
    const rows = button.closest(".condition-rows");
    button.parentElement.remove();
    if (rows) recompose(rows, 0);
    else touched(field, 0);
  },
  "remove-clause": (button) => {
    const field = button.closest(".field");
    button.closest("li").remove();
    touched(field, 0);
    one("input", field).focus();
  },
};

root.addEventListener("click", (event) => {
  const link = event.target.closest("a.outline-line, a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const name = link.dataset.go ?? (link.dataset.id ? `${link.dataset.kind}/${link.dataset.id}` : "checklist");
    open(name, "go" in link.dataset || event.detail > 0).then(() => {
      if (link.dataset.field) one(`.field[data-name="${link.dataset.field}"] :is(textarea, input, select)`)?.focus();
    });
    return;
  }
  const clause = event.target.closest("[data-clause]");
  if (clause) return addClause(clause);
  const button = event.target.closest("[data-do]");
  if (button) DOES[button.dataset.do]?.(button);
});

function addClause(button) {
  const field = button.closest(".field");
  const chips = one(".chips", field);
  if (!every("li", chips).some((chip) => chip.dataset.value === button.dataset.clause)) {
    chips.append(made("li", { "data-value": button.dataset.clause },
      made("span", {}, made("strong", { text: button.dataset.clause }), ` ${button.dataset.title}`),
      made("button", { type: "button", "data-do": "remove-clause", "aria-label": `Remove ${button.dataset.clause}`, text: "×" })));
  }
  const search = one("input[type=search]", field);
  search.value = "";
  one(".found", field).replaceChildren();
  search.focus();
  touched(field, 0);
}

let searched = 0;

async function search(input) {
  const mine = ++searched;
  const list = one(".found", input.closest(".field"));
  if (!input.value.trim()) return list.replaceChildren();
  const reply = await fetch(`${base}/clauses?q=${encodeURIComponent(input.value)}`);
  if (reply.ok && mine === searched) list.innerHTML = await reply.text();
}

root.addEventListener("input", (event) => {
  const field = event.target.closest(".field");
  if (!field) return;
  if (event.target.type === "search") return search(event.target);
  const rows = event.target.closest(".condition-rows");
  if (rows) return redraw(event.target, rows);
  touched(field);
});

function redraw(input, rows) {
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

root.addEventListener("change", (event) => {
  const off = event.target.closest("[data-switch-off]");
  if (off) {
    const reason = window.prompt("Why does this rule not apply to this checklist?");
    if (reason?.trim()) send({ do: "set", at: ["off", off.value], was: null, now: reason.trim() }).then(() => refresh(true));
    off.value = "";
    return;
  }
  const field = event.target.closest(".field");
  if (field && event.target.type !== "search" && !event.target.closest(".condition-rows")) flush(field);
});

root.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.matches("[data-add-language]")) {
    const told = await send({ do: "language", code: event.target.elements.code.value.trim() });
    if (told.cannot) one("[data-cannot]").textContent = "Write the code of another language, such as de or pl.";
    else location.search = `?language=${encodeURIComponent(event.target.elements.code.value.trim())}`;
    return;
  }
  const add = event.target.closest("[data-add]");
  const input = one("input", add);
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  const { add: kind, section } = add.dataset;
  const last = kind === "section" ? every(".outline-sections > li", outline()).at(-1) : every(`li[data-section="${section}"]`, outline()).at(-1);
  const told = await send({ do: "add", kind, text, section: section ?? null, after: last?.dataset.id ?? null });
  if (!told.focus) return;
  await open(told.focus.join("/"));
  if (kind === "question") one(`form[data-section="${section}"] input`, outline())?.focus();
  else one(`form[data-section="${told.focus[1]}"] input`, outline())?.focus();
});

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("a.outline-line");
  const typing = event.target.matches?.("input, textarea, select");
  const place = line?.dataset ?? (event.target.closest?.(".part-form") ? form().dataset : null);
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && place?.id) {
    event.preventDefault();
    moveBy(place.kind, place.id, event.key === "ArrowUp" ? -1 : 1);
  } else if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "z") {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === "y") {
    event.preventDefault();
    step("redo");
  } else if (event.key === "Delete" && line?.dataset.id) {
    event.preventDefault();
    remove(line.dataset.kind, line.dataset.id);
  } else if (line && !event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const all = every("a.outline-line", outline());
    all[all.indexOf(line) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (waiting || every(".field[data-touched]").length) {
    flushAll();
    event.preventDefault();
  }
});

async function lookAgain() {
  if (!waiting && document.visibilityState === "visible") {
    try {
      const reply = await fetch(`${base}/state?since=${revision}`);
      const told = reply.ok && !reply.redirected ? await reply.json() : {};
      if (told.state && told.state.revision > revision && !waiting) take(told.state, true);
    } catch {
      // The next change says so.
    }
  }
  setTimeout(lookAgain, LOOK_AGAIN);
}

const first = one("[data-first-notes]");
if (first) notes = JSON.parse(first.content.textContent);
ready();
setTimeout(lookAgain, LOOK_AGAIN);
