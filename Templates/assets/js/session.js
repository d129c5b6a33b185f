// Warns two minutes before the session ends and offers to stay.
import { formToken, make, post, say } from "./page.js";

const warning = 120;

export function start() {
  let seconds = Number(document.body.dataset.sessionSeconds);
  let endsAt = Date.now() + seconds * 1000;
  let box;

  const close = () => { box?.remove(); box = undefined; };
  const extend = async () => {
    const { status, data } = await post("/session/extension", []);
    if (status === 200 || status === 204) {
      seconds = data.seconds ?? seconds;
      endsAt = Date.now() + seconds * 1000;
      close();
    } else if (status === 401) {
      endsAt = 0;
    }
  };
  const warn = () => {
    if (box || !formToken()) return;
    box = make("div", "", { class: "session-end", role: "alertdialog", "aria-labelledby": "session-words" });
    const stay = make("button", say("session-stay"), { type: "button" });
    stay.addEventListener("click", extend);
    box.append(make("p", say("session-ending", { minutes: warning / 60 }), { id: "session-words" }), stay);
    document.body.append(box);
  };
  const end = () => {
    if (!box) warn();
    box?.querySelector("button")?.remove();
    const words = box?.querySelector("p");
    if (words) words.textContent = say("session-ended");
    clearInterval(clock);
  };
  // A clock, not one long timer: a laptop that slept must not find its timer late.
  const clock = setInterval(() => {
    const left = (endsAt - Date.now()) / 1000;
    if (left <= 0) end(); else if (left <= warning) warn();
  }, 5000);
  // Saving an answer uses the session and so lengthens it.
  document.addEventListener("kopiena:saved", () => { endsAt = Date.now() + seconds * 1000; close(); });
}
