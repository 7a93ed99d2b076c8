// Everything around the fields of a section while somebody writes: typing kept, preflight beside it, who else is here.
import { startKeeping } from "monograph/editor/keeping";
import { startLook } from "monograph/editor/look";
import { startPresence } from "monograph/editor/presence";
import { startReferences } from "monograph/editor/references";
import { editorOf } from "monograph/editor/section";

const form = document.querySelector("form[data-typing]");

function line(options) {
  const made = Object.assign(document.createElement("p"), options);
  form.querySelector(".desk-acts").before(made);
  return made;
}

if (form) {
  const editor = editorOf.get(form.elements.body);
  const told = line({ className: "visually-hidden", role: "status" });
  const announce = (words) => (told.textContent = words);
  startReferences(form, announce);
  startKeeping(form, editor, line({ className: "desk-kept", id: "kept" }), announce);
  startPresence(form, line({ className: "desk-others", id: "others", hidden: true }), announce);
  startLook(form, editor, announce);
}
