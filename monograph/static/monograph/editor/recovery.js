// Offers unsaved changes that this browser has and the server does not, for example after a crash.

function fill(form, editor, { typed, expected }) {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value !== "";
    else field.value = value;
  }
  form.elements.expected.value = expected;
  editor?.commands.setContent(typed.body);
  form.dispatchEvent(new Event("filled"));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function createButton(textContent, onClick) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent });
  button.addEventListener("click", onClick);
  return button;
}

function createMessage(draft, { restore, discard }) {
  const message = Object.assign(document.createElement("div"), { className: "desk-message", role: "status" });
  const date = new Date(draft.at).toLocaleString([], { dateStyle: "long", timeStyle: "short" });
  const textContent = `This browser has other unsaved changes of yours, from ${date}. They never reached the server.`;
  const actions = Object.assign(document.createElement("div"), { className: "desk-actions" });
  actions.append(createButton("Restore them", restore), createButton("Discard them", discard));
  message.append(Object.assign(document.createElement("p"), { textContent }), actions);
  return message;
}

/** @param known texts that come from this page; an offered draft becomes one of them */
export function offerRecovery({ form, editor, localDraft, known, isSame, store }) {
  const [shown] = known;
  for (const [key, draft] of localDraft.others()) {
    if (isSame(shown, draft.typed)) {
      localDraft.remove(key);
      continue;
    }
    known.push(draft.typed);
    const discard = () => {
      localDraft.remove(key);
      message.remove();
    };
    const restore = () => {
      fill(form, editor, draft);
      store(); // before the other is removed
      discard();
      (editor?.view ?? form.elements.heading).focus();
    };
    const message = createMessage(draft, { restore, discard });
    form.before(message);
  }
}
