// Typing is kept on the server while it is typed, and in this browser for as long as the server does not have it.
//
// One request at a time. Each tells which working copy the page knows (`seen`), so that one that comes late, after a
// save or from a second tab, is refused and not kept over what is there (workflow/autosaving.py). A form is sent only
// once its typing is kept: then nothing is under way that could come after it, and a log-in that has ended is noticed
// while the text is still here.
import { post, token } from "monograph/editor/answers";
import { BrowserCopy } from "monograph/editor/browser_copy";
import { offer } from "monograph/editor/offer";

const AFTER = 3000; // milliseconds after the last key
const AT_MOST = 8000; // while typing goes on, and between attempts
const MAX_FAREWELL = 60_000; // bytes that a browser sends for a page that is gone: 64 KiB, headers and all
const STORED_AFTER = 500;
const FAILING = ["ended", "offline", "fault", "other_person"];
const FOR_GOOD = ["newer_typing", "typing_gone", "saved_since"];
const NOT_TYPED = ["csrfmiddlewaretoken", "expected"];

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const same = (a, b) => Object.keys(a).every((name) => a[name] === (b[name] ?? "").replaceAll("\r\n", "\n"));

/** The fields as the server keeps them: what is not ticked is "". */
function typedIn(form) {
  const fields = [...form.elements].filter(({ name, type }) => name && type !== "submit" && !NOT_TYPED.includes(name));
  const valueOf = ({ type, checked, value }) => (type !== "checkbox" || checked ? value : "");
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
}

export function startKeeping(form, editor, line, announce) {
  const { dataset } = form;
  const drop = form.querySelector("[name=drop]");
  const browser = new BrowserCopy(dataset);
  let seen = dataset.seen;
  let changes = "unkept" in dataset ? 1 : 0; // since the page was opened
  let kept = 0; // how many of them the server has
  let state = "";
  let isOver = false; // the page knows that its typing is no longer wanted here
  let isSent = false; // on its way as a whole: nothing more is kept
  let isBusy = false;
  let underWay = null;
  let timer, since, storing;
  const mine = [typedIn(form)]; // typing that is known to be of this page

  const say = (kind, words, link) => {
    line.textContent = words;
    line.dataset.kind = kind;
    if (link) line.append(" ", link);
    if (kind !== "waiting" && kind !== state) {
      announce(words.replace(/ at [\d:]+.*/, "."));
      state = kind;
    }
  };
  const store = () => {
    clearTimeout(storing);
    storing = undefined;
    const isStored = browser.keep({ typed: typedIn(form), expected: form.elements.expected.value });
    return isStored ? "What you typed is kept in this browser" : "Copy your text before you close this page";
  };
  const forget = () => {
    clearTimeout(storing);
    storing = undefined;
    browser.forget();
  };
  const logIn = () => {
    const textContent = "Log in (new tab)";
    return Object.assign(document.createElement("a"), { href: dataset.login, target: "_blank", textContent });
  };
  const tellWhyNot = (kind, { code, reason } = {}) => {
    if (kind === "ended")
      say(kind, `Your log-in has ended. ${store()}; log in in another tab and it goes on.`, logIn());
    else if (kind === "offline") say(kind, `Not kept: the server does not answer. ${store()}; this is tried again.`);
    else if (kind === "fault") say(kind, `Not kept: the server has a fault. ${store()}; this is tried again.`);
    else {
      const way = " “Keep my typing for later” keeps this instead of what you typed there.";
      say(code, `Not kept: ${reason} ${store()}.${code === "newer_typing" ? way : ""}`);
    }
  };

  const body = () => {
    const given = new FormData(form);
    given.set("seen", seen);
    given.set("person", dataset.person);
    return given;
  };

  const send = async () => {
    const count = changes;
    const typed = typedIn(form);
    mine.push(typed);
    const { kind, data } = await post(dataset.typing, body());
    if (kind === "done") {
      seen = data.seen;
      kept = count;
      mine.splice(0, mine.length, typed);
      drop.hidden = false;
      if (kept < changes) say("waiting", "Not kept yet…");
      else {
        forget();
        say("kept", `Kept for you at ${clock(data.kept_at)}.`);
      }
      return kind;
    }
    // Its answer was lost, or it was the farewell of this page before it was loaded again: no other tab's.
    if (data?.code === "newer_typing" && data.seen !== seen && mine.some((each) => same(each, data.typed))) {
      seen = data.seen;
      return send();
    }
    isOver = FOR_GOOD.includes(data?.code);
    tellWhyNot(kind, data);
    return data?.code === "other_person" ? data.code : kind;
  };

  /** Keep now, after what is under way. @returns a promise of what came of it. */
  const keep = () => {
    clearTimeout(timer);
    since = undefined;
    underWay = (async (before) => {
      await before;
      const kind = kept < changes && !isSent ? await send() : "done";
      // What was refused waits for the next key; it would be refused again.
      if (kept < changes && !isOver && !isSent && kind !== "refused") plan(kind === "done" ? AFTER : AT_MOST);
      return kind;
    })(underWay);
    return underWay;
  };
  const plan = (wait) => {
    since ??= Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(wait, since + AT_MOST - Date.now())));
  };

  form.addEventListener("input", () => {
    changes++;
    storing ??= setTimeout(store, STORED_AFTER);
    if (isOver) return;
    if (!FAILING.includes(state)) say("waiting", "Not kept yet…");
    plan(AFTER);
  });

  const isGone = () => {
    isSent = true;
    clearTimeout(timer);
    form.elements.csrfmiddlewaretoken.value = token() || form.elements.csrfmiddlewaretoken.value;
  };
  form.addEventListener("submit", async (event) => {
    if (isSent) return;
    const { submitter } = event;
    if (submitter?.name === "drop") forget();
    if (submitter?.name === "drop" || !changes || isOver) return isGone();
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    changes++; // also what is kept already: only asking tells whether we are still logged in
    const kind = await keep();
    isBusy = false;
    if (FAILING.includes(kind) && kind !== "fault") return;
    isGone();
    form.requestSubmit(submitter);
  });

  const leave = () => {
    if (isSent || kept === changes) return;
    store();
    if (isOver) return;
    const given = body();
    given.set("leaving", "1");
    const size = [...given.values()].reduce((sum, value) => sum + new Blob([value]).size + 200, 0);
    if (size < MAX_FAREWELL) post(dataset.typing, given, { keepalive: true });
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && kept < changes && !isSent) {
      store();
      if (!isOver) keep();
    }
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  offer({ form, editor, browser, mine, same, store });
  if (changes) plan(0);
}
