// Tells the server that this person is here, and the person who else is.
import { post, say } from "./page.js";

export function start() {
  const place = document.querySelector("[data-presence]");
  const beat = async () => {
    if (document.hidden) return;
    const { status, data } = await post(place.dataset.presence, []);
    if (status !== 200) return;
    const people = (data.people ?? []).join(", ");
    const text = people ? say("here", { people }) : "";
    if (place.textContent !== text) place.textContent = text;
  };
  beat();
  setInterval(beat, 30000);
  document.addEventListener("visibilitychange", beat);
}
