// A combobox with a list: an input that offers what it finds while somebody types.
// The pattern is that of the ARIA Authoring Practices Guide (W3C).

let count = 0;

/**
 * Turn a text input into a combobox. Moving, choosing and closing by keyboard and mouse work from then on.
 *
 * An option that holds a link is chosen by following it; any other is passed to `choose`.
 *
 * @param {HTMLInputElement} input
 * @param {Object} settings
 * @param {string} settings.label the accessible name of the list
 * @param {(words: string, signal: AbortSignal) => Promise<HTMLLIElement[]>} settings.search
 * @param {(option: HTMLLIElement) => void} [settings.choose]
 * @param {number} settings.delay milliseconds without a key before the search begins
 * @param {number} [settings.minLength] fewer characters than these close the list
 * @returns {HTMLUListElement} the list, still hidden, for the caller to put on the page
 */
export function createCombobox(input, { label, search, choose, delay, minLength = 0 }) {
  const list = document.createElement("ul");
  Object.assign(list, { id: `combobox-${++count}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);

  let active = -1;
  let timer;
  let request;

  const options = () => [...list.children];
  const words = () => input.value.trim();

  function activate(index) {
    const all = options();
    const chosen = all[index];
    active = chosen ? index : -1;
    for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    for (const [index, option] of found.entries()) {
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
    }
    list.replaceChildren(...found);
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    activate(-1);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    show([]);
  }

  async function open() {
    clearTimeout(timer);
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const found = await search(words(), signal);
      if (!signal.aborted) show(found);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async function move(step) {
    if (list.hidden) await open();
    const last = options().length - 1;
    if (step > 0) activate(active === last ? 0 : active + 1);
    else activate(active <= 0 ? last : active - 1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (words().length < minLength) close();
    else timer = setTimeout(open, delay);
  });
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && words().length >= minLength)
      move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && active >= 0) (options()[active].querySelector("a") ?? options()[active]).click();
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // The input keeps the focus until the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (!option || target.closest("a")) return;
    choose(option);
    close();
  });
  show([]);
  return list;
}
