// A field that finds: type words, take one of what is found (the combobox pattern of the ARIA Authoring Practices
// Guide).

const AFTER = 250;
let made = 0;

/**
 * @param find takes words, returns a promise of [[value, words], …], or of a sentence where it can't
 * @param take is called with the value and the words of what was chosen
 */
export function createCombobox({ label, help, find, take }) {
  const id = `combobox-${++made}`;
  const box = document.createElement("div");
  box.className = "desk-combobox";
  box.innerHTML = `<label></label><input type="text" class="vTextField" role="combobox" autocomplete="off"
    aria-autocomplete="list" aria-expanded="false"><ul role="listbox" hidden></ul><p class="help"></p>`;
  const [name, input, list, told] = box.children;
  Object.assign(input, { id });
  Object.assign(list, { id: `${id}-list`, ariaLabel: "Found" });
  Object.assign(told, { id: `${id}-help`, textContent: help });
  Object.assign(name, { htmlFor: id, textContent: label });
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-describedby", told.id);
  let at = -1;
  let timer, asked;

  const options = () => [...list.querySelectorAll("[data-value]")];
  const mark = (number) => {
    const all = options();
    at = all.length ? (number + all.length) % all.length : -1;
    all.forEach((option, i) => (option.ariaSelected = String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[at].id);
    all[at]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    clearTimeout(timer);
    asked = undefined;
    list.hidden = true;
    input.ariaExpanded = "false";
    list.replaceChildren();
    mark(-1);
  };
  const open = async () => {
    const question = (asked = {});
    const found = await find(input.value.trim());
    if (asked !== question) return; // another question was asked meanwhile, or none any more
    const rows = typeof found === "string" ? [] : found;
    list.replaceChildren(
      ...rows.map(([value, words], i) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `${id}-${i}`, role: "option", textContent: words, ariaSelected: "false" });
        option.dataset.value = value;
        return option;
      }),
    );
    told.textContent =
      typeof found === "string" ? found : rows.length ? `${rows.length} found. ${help}` : "None found.";
    list.hidden = !rows.length;
    input.ariaExpanded = String(rows.length > 0);
    at = -1;
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = "";
    told.textContent = help;
    close();
    take(option.dataset.value, option.textContent);
  };

  input.addEventListener("input", (event) => {
    event.stopPropagation(); // what is looked for is no typing of the section
    clearTimeout(timer);
    timer = setTimeout(open, AFTER);
  });
  input.addEventListener("keydown", async (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await open();
      mark(key === "ArrowDown" ? at + 1 : Math.max(at, 0) - 1);
    } else if (key === "Enter") {
      event.preventDefault(); // never sends the form
      if (at >= 0) choose(options()[at]);
    } else if (key === "Escape" && !list.hidden) close();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[data-value]");
    if (option) choose(option);
  });
  return { box, input };
}
