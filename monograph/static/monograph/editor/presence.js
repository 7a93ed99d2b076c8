// Says who else has the section open: reports this page and asks for others every ten seconds. Nothing is locked.
import { post } from "./requests.js";

const INTERVAL = 10_000; // milliseconds
const withoutTimes = (sentences) => sentences.map((sentence) => sentence.replace(/ \(.*/, "")).join(" ");

export function startPresence(form, line, announce) {
  const url = form.dataset.presenceUrl;
  let known = "";
  const show = (others) => {
    line.textContent = others.join(" ");
    line.hidden = !others.length;
    // The seconds pass in silence: a screen reader announces only who arrives.
    const names = withoutTimes(others);
    if (names && names !== known) announce(names);
    known = names;
  };
  const report = async () => {
    const { outcome, data } = await post(url);
    show(outcome === "ok" ? data.others : []);
  };
  report();
  setInterval(report, INTERVAL);
  addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("leaving", "1");
    post(url, body, { keepalive: true });
  });
}
