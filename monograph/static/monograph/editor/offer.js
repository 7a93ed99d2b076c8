// Typing that this browser has and the server has not, as after a crash: offered, and taken only when asked for.

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

function button(textContent, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent });
  made.addEventListener("click", act);
  return made;
}

export function offer({ form, editor, browser, mine, same, store }) {
  const shown = mine[0];
  for (const [key, left] of browser.left()) {
    if (same(shown, left.typed)) {
      browser.forget(key);
      continue;
    }
    mine.push(left.typed);
    const notice = Object.assign(document.createElement("div"), { className: "desk-notice", role: "status" });
    const at = new Date(left.at).toLocaleString([], { dateStyle: "long", timeStyle: "short" });
    const words = `This browser has other typing of yours, from ${at}, that had not reached the server.`;
    const end = () => {
      browser.forget(key);
      notice.remove();
    };
    const acts = document.createElement("div");
    acts.className = "desk-acts";
    acts.append(
      button("Take it", () => {
        fill(form, editor, left);
        store(); // before the other is forgotten
        end();
        (editor?.view ?? form.elements.heading).focus();
      }),
      button("Throw it away", end),
    );
    notice.append(Object.assign(document.createElement("p"), { textContent: words }), acts);
    form.before(notice);
  }
}
