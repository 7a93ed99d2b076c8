// A small modal dialog that asks for a few words, or which of a list, and says what is wrong with them.
import { crel } from "django-prose-editor/editor";

let opened = 0;

/**
 * @param fields list of {name, label, help, check, type, options, onInput}; check(value) returns what is wrong, or "";
 *   with `options`, a list of [value, words], one of them is chosen; onInput(value, inputs by name) hears each change
 * @param send does what was asked for, where that can fail: returns a promise of {} or of {name: what is wrong}, with
 *   the name `all` for what is wrong with no single field
 * @returns a promise of {name: value}, or of null when the dialog was cancelled
 */
export const ask = (title, fields, values, send = async () => ({})) =>
  new Promise((resolve) => {
    const id = `section-dialog-${++opened}`;
    const inputs = fields.map(({ name, type = "text", options }, i) => {
      const told = { id: `${id}-${i}`, name, "aria-describedby": `${id}-${i}-help` };
      const input = options
        ? crel(
            "select",
            told,
            options.map(([value, textContent]) => crel("option", { value, textContent })),
          )
        : crel("input", { ...told, type, autocomplete: "off" });
      input.value = values[name] ?? "";
      return input;
    });
    const byName = Object.fromEntries(inputs.map((input) => [input.name, input]));
    fields.forEach(({ onInput }, i) => inputs[i].addEventListener("input", () => onInput?.(inputs[i].value, byName)));
    const error = crel("p", { className: "section-dialog-error", role: "alert" });
    const apply = crel("button", { type: "submit", textContent: "Apply" });
    const cancel = crel("button", { type: "button", textContent: "Cancel" });
    const form = crel("form", { noValidate: true }, [
      crel("h2", { id, textContent: title }),
      ...fields.flatMap(({ label, help }, i) => [
        crel("label", { htmlFor: `${id}-${i}`, textContent: label }),
        inputs[i],
        crel("p", { id: `${id}-${i}-help`, className: "section-dialog-help", textContent: help ?? "" }),
      ]),
      error,
      crel("div", { className: "section-dialog-buttons" }, [apply, cancel]),
    ]);
    // Outside the page's form: fields of ours must not count as changes of it, nor Enter send it.
    const dialog = crel("dialog", { className: "section-dialog", "aria-labelledby": id }, [form]);
    document.body.append(dialog);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
      let messages = fields.map(({ name, check }) => check?.(answer[name]));
      if (!messages.some(Boolean)) {
        apply.disabled = true; // once is enough
        const wrong = await send(answer);
        apply.disabled = false;
        messages = fields.map(({ name }) => wrong[name]);
        error.textContent = wrong.all ?? "";
        if (wrong.all) return;
      }
      const wrong = messages.findIndex(Boolean);
      inputs.forEach((input, i) => input.setAttribute("aria-invalid", Boolean(messages[i])));
      if (wrong < 0) {
        resolve(answer);
        dialog.close();
      } else {
        error.textContent = messages[wrong];
        inputs[wrong].focus();
      }
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(null);
    });
    dialog.showModal();
  });
