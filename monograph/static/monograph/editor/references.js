// The references that a section cites, as rows: found in the library, with the place in the source, in order. The rows
// write a textarea, one "key | place" a line, which is what the form sends and what is used without scripts.
import { askForReference } from "./new_reference.js";
import { createReferenceSearch } from "./reference_search.js";
import { request } from "./requests.js";

// As content/citation_lines.py reads and writes them.
const parseLines = (text) =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line) => /^([^|]*)\|?(.*)$/s.exec(line))
    .map(([, key, place]) => ({ key: key.trim(), place: place.trim() }));
const formatLines = (cited) => cited.map(({ key, place }) => (place ? `${key} | ${place}` : key)).join("\n");

const createElement = (tag, options = {}, children = []) => {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...children);
  return element;
};

function createRowButton(action, text, label, isEnabled, onClick) {
  const button = createElement("button", { type: "button", className: "desk-small-button", textContent: text });
  button.dataset.action = action;
  button.ariaLabel = `${text}: ${label}`;
  button.ariaDisabled = String(!isEnabled);
  button.addEventListener("click", () => isEnabled && onClick());
  return button;
}

class ReferenceList {
  constructor(form, announce) {
    Object.assign(this, { form, announce });
    this.area = form.elements.references;
    const words = JSON.parse(document.getElementById("cited-words").textContent);
    this.wordsByKey = new Map(Object.entries(words));
    this.list = createElement("ol", { className: "citations" });
    this.search = createReferenceSearch(form.dataset.referencesUrl, (key, words) => this.cite(key, words));
    this.read();
  }

  read() {
    this.cited = parseLines(this.area.value);
    this.show();
    this.loadWords();
  }

  write() {
    this.area.value = formatLines(this.cited);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show(focused) {
    this.list.replaceChildren(...this.cited.map((citation, index) => this.createRow(citation, index)));
    this.list.hidden = !this.cited.length;
    const row = focused && this.list.children[focused.index];
    row?.querySelector(`[data-action="${focused.action}"]`)?.focus();
  }

  cite(key, words) {
    this.wordsByKey.set(key, words);
    this.cited.push({ key, place: "" });
    this.write();
    this.show();
    this.announce(`Cited: ${words}`);
  }

  move(index, to, action) {
    this.cited.splice(to, 0, ...this.cited.splice(index, 1));
    this.write();
    this.show({ index: to, action });
    this.announce(`Moved to position ${to + 1} of ${this.cited.length}.`);
  }

  remove(index) {
    this.cited.splice(index, 1);
    this.write();
    this.show({ index: Math.min(index, this.cited.length - 1), action: "remove" });
    if (!this.cited.length) this.search.input.focus();
    this.announce("Removed.");
  }

  createRow(citation, index) {
    const words = this.wordsByKey.get(citation.key) ?? `“${citation.key}”`;
    const last = this.cited.length - 1;
    const up = () => this.move(index, index - 1, "up");
    const down = () => this.move(index, index + 1, "down");
    return createElement("li", {}, [
      createElement("p", { textContent: words }),
      createElement("div", { className: "citation-actions" }, [
        createElement("label", {}, [
          createElement("span", { textContent: "Place in the source" }),
          this.createPlaceInput(citation),
        ]),
        createRowButton("up", "Up", words, index > 0, up),
        createRowButton("down", "Down", words, index < last, down),
        createRowButton("remove", "Remove", words, true, () => this.remove(index)),
      ]),
    ]);
  }

  createPlaceInput(citation) {
    const options = { type: "text", className: "vTextField", value: citation.place, maxLength: 200 };
    const input = createElement("input", options);
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // `write` reports the change
      citation.place = input.value.replaceAll("\n", " ").trim();
      this.write();
    });
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    return input;
  }

  /** Load the words of what is cited and not known yet. Until then, or if the request fails, the key is shown. */
  async loadWords() {
    const keys = this.cited.map(({ key }) => key).filter((key) => !this.wordsByKey.has(key));
    if (!keys.length) return;
    const query = new URLSearchParams(keys.map((key) => ["key", key]));
    const { outcome, data } = await request(`${this.form.dataset.referencesUrl}?${query}`);
    if (outcome !== "ok") return;
    for (const key of keys) this.wordsByKey.set(key, `“${key}” is not in the library`);
    for (const { key, words } of data.references) this.wordsByKey.set(key, words);
    this.show();
  }

  /** Replace the textarea with the rows and the search field, which is described by the textarea's errors. */
  replaceArea() {
    const { area, search } = this;
    if (area.ariaInvalid) search.input.ariaInvalid = area.ariaInvalid;
    const error = document.getElementById(`${area.id}_error`);
    const help = search.input.getAttribute("aria-describedby");
    if (error) search.input.setAttribute("aria-describedby", `${help} ${error.id}`);
    document.getElementById(`${area.id}_helptext`).hidden = true;
    area.hidden = true;
    const [label] = area.labels;
    const name = createElement("p", { className: "desk-label", id: `${area.id}-name`, textContent: label.textContent });
    label.replaceWith(name);
    const group = createElement("div", { role: "group" }, [this.list, search.box]);
    group.setAttribute("aria-labelledby", name.id);
    area.after(group);
    const { newReferenceUrl } = this.form.dataset;
    if (newReferenceUrl) group.append(this.createAddButton(newReferenceUrl));
  }

  createAddButton(url) {
    const textContent = "Add a new reference…";
    const button = createElement("button", { type: "button", className: "desk-small-button", textContent });
    button.addEventListener("click", async () => {
      const reference = await askForReference(url);
      if (reference) this.cite(reference.key, reference.words);
    });
    return button;
  }
}

export function startReferences(form, announce) {
  const references = new ReferenceList(form, announce);
  references.replaceArea();
  form.addEventListener("filled", () => references.read());
}
