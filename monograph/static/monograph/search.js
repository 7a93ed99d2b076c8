// Names to choose from while somebody types in a search field. Without this script the form is sent and answered by a
// page. The pattern is that of a combobox with a list (W3C, ARIA Authoring Practices Guide).
const PAUSE = 120; // milliseconds without a key before the names are asked for

let lists = 0;

function attach(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `names-${++lists}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  }))
    input.setAttribute(name, value);

  let waiting,
    asking,
    active = -1;
  const options = () => [...list.children];

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = options()[place];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function show({ names, language }) {
    list.replaceChildren(
      ...names.map(({ name, note, address }, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        const link = document.createElement("a");
        link.href = address;
        link.tabIndex = -1;
        link.lang = language;
        link.textContent = name;
        if (note) {
          const { lang } = document.documentElement;
          link.append(" ", Object.assign(document.createElement("span"), { lang, textContent: note }));
        }
        option.append(link);
        return option;
      }),
    );
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(names.length > 0));
    choose(-1);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(form.dataset.names, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      // Typed on meanwhile, or no network: the form still works.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (input.value.trim().length < 2) close();
    else waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && !list.hidden) choose(active === last ? 0 : active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active <= 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) options()[active].firstChild.click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
}

document.querySelectorAll("form.search").forEach(attach);
