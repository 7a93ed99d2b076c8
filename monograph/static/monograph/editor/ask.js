// A small modal dialog that asks for a few words and says what is wrong with them.
import { crel } from "django-prose-editor/editor"

let opened = 0

/**
 * @param fields list of {name, label, help, check}; check(value) returns what is wrong, or ""
 * @returns a promise of {name: value}, or of null when the dialog was cancelled
 */
export const ask = (title, fields, values) =>
  new Promise((resolve) => {
    const id = `section-dialog-${++opened}`
    const inputs = fields.map(({ name }, i) => {
      const value = values[name] ?? ""
      const help = `${id}-${i}-help`
      return crel("input", { id: `${id}-${i}`, name, value, autocomplete: "off", "aria-describedby": help })
    })
    const error = crel("p", { className: "section-dialog-error", role: "alert" })
    const apply = crel("button", { type: "submit", textContent: "Apply" })
    const cancel = crel("button", { type: "button", textContent: "Cancel" })
    const form = crel("form", { noValidate: true }, [
      crel("h2", { id, textContent: title }),
      ...fields.flatMap(({ label, help }, i) => [
        crel("label", { htmlFor: `${id}-${i}`, textContent: label }),
        inputs[i],
        crel("p", { id: `${id}-${i}-help`, className: "section-dialog-help", textContent: help }),
      ]),
      error,
      crel("div", { className: "section-dialog-buttons" }, [apply, cancel]),
    ])
    // Outside the page's form: fields of ours must not count as changes of it, nor Enter send it.
    const dialog = crel("dialog", { className: "section-dialog", "aria-labelledby": id }, [form])
    document.body.append(dialog)

    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const answer = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]))
      const messages = fields.map(({ name, check }) => check(answer[name]))
      const wrong = messages.findIndex(Boolean)
      inputs.forEach((input, i) => input.setAttribute("aria-invalid", Boolean(messages[i])))
      if (wrong < 0) {
        resolve(answer)
        dialog.close()
      } else {
        error.textContent = messages[wrong]
        inputs[wrong].focus()
      }
    })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(null)
    })
    dialog.showModal()
  })
