// Shows a colleague's text beside one's own; nothing is chosen for anybody.
import { make, say } from "./page.js";

/** Puts the box into the field; `settle(takeTheirs)` is called once the person has chosen. */
export function clashBox(wrapper, clash, settle) {
  wrapper.querySelector(".clash")?.remove();
  const box = make("div", "", { class: "clash", role: "alert" });
  const buttons = make("p", "", { class: "buttons" });
  const choose = (key, takeTheirs) => {
    const button = make("button", say(key), { type: "button", class: "plain small" });
    button.addEventListener("click", () => {
      box.remove();
      settle(takeTheirs);
      wrapper.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    });
    return button;
  };
  buttons.append(choose("clash-yours", false), choose("clash-theirs", true));
  box.append(make("p", say("clash", { by: clash.by, at: clash.at })), make("blockquote", clash.theirs), buttons);
  const control = wrapper.querySelector("textarea, input:not([type=hidden]), select, .date, .choice");
  (control?.closest(".date, .choice, .with-unit, .scroll") ?? control ?? wrapper.firstElementChild).before(box);
}
