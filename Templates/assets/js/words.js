// Counts the words of a text area beside its limit, as the server counts: what stands between spaces and holds a letter or a digit.
import { say } from "./page.js";

export function start() {
  document.querySelectorAll("[data-words]").forEach(watch);
}

function watch(area) {
  const place = document.getElementById(`${area.id}-count`);
  if (!place) return;
  const limit = Number(area.dataset.words);
  // The sighted see each change; a screen reader hears it when typing pauses.
  const spoken = place.cloneNode();
  spoken.removeAttribute("id");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  place.setAttribute("aria-hidden", "true");
  place.after(spoken);
  let pause;
  const show = () => {
    const count = area.value.split(/\p{White_Space}+/u).filter((run) => /[\p{Alphabetic}\p{N}]/u.test(run)).length;
    const over = count > limit;
    place.textContent = say(over ? "words-over" : "words", { count, limit });
    place.classList.toggle("over-limit", over);
    clearTimeout(pause);
    pause = setTimeout(() => { if (document.activeElement === area) spoken.textContent = place.textContent; }, 1200);
  };
  area.addEventListener("input", show);
  show();
}
