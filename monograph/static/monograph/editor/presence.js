// Who else has the section open: told and asked every ten seconds. It locks nothing.
import { post } from "monograph/editor/answers";

const EVERY = 10_000;
const names = (sentences) => sentences.map((words) => words.replace(/ \(.*/, "")).join(" ");

export function startPresence(form, line, announce) {
  let known = "";
  const show = (others) => {
    line.textContent = others.join(" ");
    line.hidden = !others.length;
    // The seconds go on without a word: a screen reader is told only who comes.
    if (names(others) !== known && others.length) announce(names(others));
    known = names(others);
  };
  const tell = async () => {
    const { kind, data } = await post(form.dataset.here);
    show(kind === "done" ? data.others : []); // whoever can't be asked for is not shown
  };
  tell();
  setInterval(tell, EVERY);
  addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("leaving", "1");
    post(form.dataset.here, body, { keepalive: true });
  });
}
