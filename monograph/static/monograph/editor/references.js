// What a section cites, as rows: found in the library, with the place in the source, in an order. The textarea that the
// rows write, one "key | place" a line, stays what the form sends, and what is used without scripts.
import { ask as question } from "monograph/editor/answers";
import { createCombobox } from "monograph/editor/combobox";
import { askForReference } from "monograph/editor/new_reference";

// As content/citation_lines.py reads and writes them.
const parsed = (typed) =>
  typed
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line) => /^([^|]*)\|?(.*)$/s.exec(line))
    .map(([, key, place]) => ({ key: key.trim(), place: place.trim() }));
const written = (cited) => cited.map(({ key, place }) => (place ? `${key} | ${place}` : key)).join("\n");

const element = (tag, options = {}, children = []) => {
  const made = Object.assign(document.createElement(tag), options);
  made.append(...children);
  return made;
};

export function startReferences(form, announce) {
  const { dataset, elements } = form;
  const area = elements.references;
  const [label] = area.labels;
  const words = new Map(Object.entries(JSON.parse(document.getElementById("cited-words").textContent)));
  const list = element("ol", { className: "desk-cited" });
  let cited = parsed(area.value);

  const write = () => {
    area.value = written(cited);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = (focused) => {
    list.replaceChildren(...cited.map(row));
    list.hidden = !cited.length;
    if (focused) list.children[focused.number]?.querySelector(`[data-act="${focused.act}"]`)?.focus();
  };
  const move = (number, to, act) => {
    cited.splice(to, 0, ...cited.splice(number, 1));
    write();
    show({ number: to, act });
    announce(`Moved to place ${to + 1} of ${cited.length}.`);
  };
  const remove = (number) => {
    cited.splice(number, 1);
    write();
    show({ number: Math.min(number, cited.length - 1), act: "remove" });
    if (!cited.length) search.input.focus();
    announce("Taken out.");
  };
  const row = (reference, number) => {
    const said = words.get(reference.key) ?? `“${reference.key}”`;
    const place = element("input", { type: "text", className: "vTextField", value: reference.place, maxLength: 200 });
    place.addEventListener("input", (event) => {
      event.stopPropagation(); // `write` tells it
      cited[number].place = place.value.replaceAll("\n", " ").trim();
      write();
    });
    place.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    const act = (name, told, isAble, run) => {
      const button = element("button", { type: "button", className: "desk-small-button", textContent: told });
      button.dataset.act = name;
      button.ariaLabel = `${told}: ${said}`;
      button.ariaDisabled = String(!isAble);
      button.addEventListener("click", () => isAble && run());
      return button;
    };
    return element("li", {}, [
      element("p", { textContent: said }),
      element("div", { className: "desk-cited-acts" }, [
        element("label", {}, [element("span", { textContent: "Place in the source" }), place]),
        act("up", "Up", number > 0, () => move(number, number - 1, "up")),
        act("down", "Down", number < cited.length - 1, () => move(number, number + 1, "down")),
        act("remove", "Remove", true, () => remove(number)),
      ]),
    ]);
  };
  const cite = (key, said) => {
    words.set(key, said);
    cited.push({ key, place: "" });
    write();
    show();
    announce(`Cited: ${said}`);
  };
  const find = async (typed) => {
    const { kind, data } = await question(`${dataset.references}?${new URLSearchParams({ q: typed })}`);
    if (kind !== "done") return kind === "ended" ? "Your log-in has ended." : "The library does not answer. Try again.";
    return data.references.map((each) => [each.key, each.words]);
  };
  /** Ask for the words of what is cited and not known yet. */
  const complete = async () => {
    const keys = cited.map(({ key }) => key).filter((key) => !words.has(key));
    if (!keys.length) return;
    const { kind, data } = await question(
      `${dataset.references}?${new URLSearchParams(keys.map((key) => ["key", key]))}`,
    );
    if (kind !== "done") return; // the keys stand for themselves
    keys.forEach((key) => words.set(key, `“${key}” is not in the library`));
    data.references.forEach((each) => words.set(each.key, each.words));
    show();
  };

  const search = createCombobox({
    label: "Find a reference to cite",
    help: "Type words of a title, a publisher or a key, then choose with the arrow keys and Enter.",
    find,
    take: cite,
  });
  // What says what is wrong with the field says it here.
  if (area.ariaInvalid) Object.assign(search.input, { ariaInvalid: area.ariaInvalid });
  const error = document.getElementById(`${area.id}_error`);
  const told = search.input.getAttribute("aria-describedby");
  if (error) search.input.setAttribute("aria-describedby", `${told} ${error.id}`);
  document.getElementById(`${area.id}_helptext`).hidden = area.hidden = true;
  const name = element("p", { className: "desk-label", id: `${area.id}-name`, textContent: label.textContent });
  label.replaceWith(name);
  const group = element("div", { role: "group" }, [list, search.box]);
  group.setAttribute("aria-labelledby", name.id);
  area.after(group);
  if (dataset.newReference) {
    const textContent = "Add a new reference…";
    const add = element("button", { type: "button", className: "desk-small-button", textContent });
    add.addEventListener("click", async () => {
      const made = await askForReference(dataset.newReference);
      if (made) cite(made.key, made.words);
    });
    group.append(add);
  }
  form.addEventListener("filled", () => {
    cited = parsed(area.value);
    show();
    complete();
  });
  show();
  complete();
}
