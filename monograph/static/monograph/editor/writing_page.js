// What the page of a section does around its fields: autosave, live preflight, presence, references.
import { startAutosave } from "./autosave.js";
import { startLivePreflight } from "./live_preflight.js";
import { startPresence } from "./presence.js";
import { startReferences } from "./references.js";
import { editors } from "./section_editor.js";

const form = document.querySelector("form[data-autosave-url]");

function createLine(options) {
  const line = Object.assign(document.createElement("p"), options);
  form.querySelector(".desk-actions").before(line);
  return line;
}

if (form) {
  const editor = editors.get(form.elements.body);
  const liveRegion = createLine({ className: "visually-hidden", role: "status" });
  const announce = (words) => {
    liveRegion.textContent = words;
  };
  startReferences(form, announce);
  startAutosave(form, editor, createLine({ className: "save-status", id: "save-status" }), announce);
  startPresence(form, createLine({ className: "presence", id: "presence", hidden: true }), announce);
  startLivePreflight(form, editor, announce);
}
