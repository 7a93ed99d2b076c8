// What is pasted or dropped from another program goes to the server first. It says what it takes, by the same rules for
// every way in (content/intake), and the editor inserts that.
import { crel, pm } from "django-prose-editor/editor";
import { post } from "./requests.js";

// Marks what was copied in an editor of this site.
const OWN = /\sdata-pm-slice\s*=/;
// What a picture holds is never taken, and would make the request too large.
const PICTURE_DATA = /(\ssrc\s*=\s*)(?:"data:[^"]*"|'data:[^']*')/gi;
const FAILURES = {
  logged_out: "You are logged out, so nothing was pasted. Log in in another tab, then paste again.",
  offline: "The server does not respond, so nothing was pasted. Paste again when it does.",
  server_error: "The server could not read the text, so nothing was pasted. Paste a shorter part, or plain text.",
};

const running = new Set();

/** @returns null, or a promise that resolves when all that was pasted is in the text */
export const pasting = () => (running.size ? Promise.all(running) : null);

/** @returns what another program puts on the clipboard, by its name in the request; null if the editor can insert it */
function foreign(transfer) {
  const html = transfer?.getData("text/html");
  if (html) return OWN.test(html) ? null : { html: html.replace(PICTURE_DATA, '$1""') };
  const text = transfer?.getData("text/plain") ?? "";
  return text.trim().includes("\n") ? { text } : null;
}

const button = (textContent, onclick) => crel("button", { type: "button", className: "button", textContent, onclick });

/**
 * Show what became of a pasted text, above the text, until the next one.
 *
 * @param keepLines undoes the joining of its lines; given if there is anything to undo
 */
function report(box, { html, notices = [], refusals = [] }, failure, keepLines) {
  const words = [failure, ...refusals.map(({ message }) => message), ...notices.map(({ message }) => message)];
  const lines = words.filter(Boolean).map((textContent) => crel("li", { textContent }));
  box.hidden = !lines.length;
  box.dataset.tone = html === null || failure ? "stop" : "note";
  const title = failure || html === null ? "Nothing was pasted." : "Pasted. Read what became of it:";
  const hide = () => {
    box.hidden = true;
  };
  const buttons = [keepLines && button("Keep the lines apart", keepLines), button("Close", hide)].filter(Boolean);
  if (lines.length) box.replaceChildren(crel("p", { textContent: title }), crel("ul", {}, lines), ...buttons);
}

/** @returns a function that returns where a place or passage of now is by then */
function follow(editor, bookmark) {
  let place = bookmark;
  const map = ({ transaction }) => {
    place = place.map(transaction.mapping);
  };
  editor.on("transaction", map);
  return () => {
    editor.off("transaction", map);
    return place;
  };
}

/** Insert what the server takes at the place where the cursor was, wherever that place is by then. */
async function takeIn(editor, url, box, fields, bookmark = editor.state.selection.getBookmark()) {
  const getPlace = follow(editor, bookmark);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const { outcome, data } = await post(url, body);
  const place = getPlace();
  let keepLines;
  if (outcome === "ok" && data.html) {
    editor.view.dispatch(editor.state.tr.setSelection(place.resolve(editor.state.doc)));
    const { from } = editor.state.selection;
    editor.view.pasteHTML(data.html);
    if (data.notices.some(({ code }) => code === "joined_lines")) {
      const pasted = pm.state.TextSelection.create(editor.state.doc, from, editor.state.selection.to);
      const getPasted = follow(editor, pasted.getBookmark());
      keepLines = () => run(editor, takeIn(editor, url, box, { ...fields, as_lines: "1" }, getPasted()));
    }
  }
  report(box, data ?? {}, FAILURES[outcome] ?? (outcome === "refused" ? data.reason : ""), keepLines);
}

/** Note, also for a screen reader, that a text is being taken in, until it is. */
function run(editor, task) {
  const area = editor.options.element;
  running.add(task);
  area.ariaBusy = "true";
  task.finally(() => {
    running.delete(task);
    if (!running.size) area.ariaBusy = "false";
  });
}

/**
 * @returns handlers of the browser's own events; `getEditor` returns the editor. They come before ProseMirror's, which
 *   would let the browser parse the foreign HTML, and the Content-Security-Policy report each of its styles
 */
export function pasteHandlers(getEditor, url, box) {
  const start = (event, fields) => {
    event.preventDefault();
    const editor = getEditor();
    run(editor, takeIn(editor, url, box, fields));
    return true;
  };
  return {
    paste(_view, event) {
      const fields = foreign(event.clipboardData);
      return fields ? start(event, fields) : false;
    },
    drop(view, event) {
      const fields = view.dragging ? null : foreign(event.dataTransfer);
      if (!fields) return false;
      const position = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (position) getEditor().commands.setTextSelection(position.pos);
      return start(event, fields);
    },
  };
}
