// What is pasted or dropped from another program goes to the server first. It says what it takes, by the same rules for
// every way in (content/intake), and the editor inserts that.
import { crel } from "django-prose-editor/editor";
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

/** Show what became of a pasted text, above the text, until the next one. */
function report(box, { html, notices = [], refusals = [] }, failure) {
  const words = [failure, ...refusals.map(({ message }) => message), ...notices.map(({ message }) => message)];
  const lines = words.filter(Boolean).map((textContent) => crel("li", { textContent }));
  box.hidden = !lines.length;
  box.dataset.tone = html === null || failure ? "stop" : "note";
  const title = failure || html === null ? "Nothing was pasted." : "Pasted. Read what became of it:";
  const close = crel("button", { type: "button", className: "button", textContent: "Close" });
  close.addEventListener("click", () => {
    box.hidden = true;
  });
  if (lines.length) box.replaceChildren(crel("p", { textContent: title }), crel("ul", {}, lines), close);
}

/** Insert what the server takes at the place where the cursor was, wherever that place is by then. */
async function takeIn(editor, url, box, html) {
  let place = editor.state.selection.getBookmark();
  const follow = ({ transaction }) => {
    place = place.map(transaction.mapping);
  };
  editor.on("transaction", follow);
  const body = new FormData();
  body.set("html", html.replace(PICTURE_DATA, '$1""'));
  const { outcome, data } = await post(url, body);
  editor.off("transaction", follow);
  if (outcome === "ok" && data.html) {
    editor.view.dispatch(editor.state.tr.setSelection(place.resolve(editor.state.doc)));
    editor.view.pasteHTML(data.html);
  }
  report(box, data ?? {}, FAILURES[outcome] ?? (outcome === "refused" ? data.reason : ""));
}

/**
 * @returns handlers of the browser's own events; `getEditor` returns the editor. They come before ProseMirror's, which
 *   would let the browser parse the foreign HTML, and the Content-Security-Policy report each of its styles
 */
export function pasteHandlers(getEditor, url, box) {
  const start = (event, html) => {
    event.preventDefault();
    const task = takeIn(getEditor(), url, box, html);
    running.add(task);
    task.finally(() => running.delete(task));
    return true;
  };
  return {
    paste(_view, event) {
      const html = event.clipboardData?.getData("text/html");
      return html && !OWN.test(html) ? start(event, html) : false;
    },
    drop(view, event) {
      const html = event.dataTransfer?.getData("text/html");
      if (view.dragging || !html || OWN.test(html)) return false;
      const position = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (position) getEditor().commands.setTextSelection(position.pos);
      return start(event, html);
    },
  };
}
