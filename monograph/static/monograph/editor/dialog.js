// A small modal dialog that asks for a few values, validates them and shows what is wrong with them.
import { crel } from "django-prose-editor/editor";

let count = 0;

/**
 * @param {string} title
 * @param {Object[]} fields list of {name, label, help, validate, type, options, onInput}; validate(value) returns an
 *   error message or ""; `options`, a list of [value, label], makes the field a select; onInput(value, inputs by name)
 *   is called at each input
 * @param {Object} values initial values by name
 * @param {(values: Object) => Promise<Object>} submit saves the values where that can fail: resolves to error messages
 *   by field name, with the name `all` for an error of no single field, or to {}
 * @returns {Promise<Object|null>} the values by name, or null if the dialog was canceled
 */
export const askInDialog = (title, fields, values, submit = async () => ({})) =>
  new Promise((resolve) => {
    const id = `editor-dialog-${++count}`;
    const inputs = fields.map(({ name, type = "text", options }, i) => {
      const attributes = { id: `${id}-${i}`, name, "aria-describedby": `${id}-${i}-help` };
      const input = options
        ? crel(
            "select",
            attributes,
            options.map(([value, textContent]) => crel("option", { value, textContent })),
          )
        : crel("input", { ...attributes, type, autocomplete: "off" });
      input.value = values[name] ?? "";
      return input;
    });
    const inputsByName = Object.fromEntries(inputs.map((input) => [input.name, input]));
    for (const [i, { onInput }] of fields.entries())
      inputs[i].addEventListener("input", () => onInput?.(inputs[i].value, inputsByName));
    const error = crel("p", { className: "editor-dialog-error", role: "alert" });
    const apply = crel("button", { type: "submit", textContent: "Apply" });
    const cancel = crel("button", { type: "button", textContent: "Cancel" });
    const form = crel("form", { noValidate: true }, [
      crel("h2", { id, textContent: title }),
      ...fields.flatMap(({ label, help }, i) => [
        crel("label", { htmlFor: `${id}-${i}`, textContent: label }),
        inputs[i],
        crel("p", { id: `${id}-${i}-help`, className: "editor-dialog-help", textContent: help ?? "" }),
      ]),
      error,
      crel("div", { className: "editor-dialog-buttons" }, [apply, cancel]),
    ]);
    // Outside the page's form: these fields are no part of it, and Enter must not submit it.
    const dialog = crel("dialog", { className: "editor-dialog", "aria-labelledby": id }, [form]);
    document.body.append(dialog);

    /** @returns error messages, one for each field */
    const validate = async (entered) => {
      const messages = fields.map(({ name, validate }) => validate?.(entered[name]));
      if (messages.some(Boolean)) return messages;
      apply.disabled = true; // no second submission
      const errors = await submit(entered);
      apply.disabled = false;
      error.textContent = errors.all ?? "";
      return errors.all ? null : fields.map(({ name }) => errors[name]);
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const entered = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
      const messages = await validate(entered);
      if (!messages) return;
      for (const [i, input] of inputs.entries()) input.setAttribute("aria-invalid", Boolean(messages[i]));
      const invalid = messages.findIndex(Boolean);
      if (invalid < 0) {
        resolve(entered);
        dialog.close();
      } else {
        error.textContent = messages[invalid];
        inputs[invalid].focus();
      }
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(null);
    });
    dialog.showModal();
  });
