// Shows how far an upload is and lets it be cancelled; then shows the page the server answered with.
import { make, say } from "./page.js";

export function start() {
  document.querySelectorAll("form[data-upload]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      const inputs = [...form.querySelectorAll("input[type=file]")];
      const files = inputs.flatMap((input) => [...input.files]);
      if (!files.length) return;
      event.preventDefault();
      const large = inputs.flatMap((input) => [...input.files].map((file) => [file, Number(input.dataset.bytes ?? Infinity)]))
        .find(([file, limit]) => file.size > limit);
      if (large) {
        told(form, say("upload-large", { name: large[0].name, limit: Math.floor(large[1] / 1048576) }));
      } else {
        send(form, event.submitter);
      }
    });
  });
}

function send(form, submitter) {
  const request = new XMLHttpRequest();
  const box = make("div", "", { class: "uploading" });
  const bar = make("progress", "", { max: "100", value: "0", "aria-label": say("uploading", { percent: "" }) });
  const cancel = make("button", say("cancel"), { type: "button", class: "plain small" });
  box.append(bar, cancel);
  form.append(box);
  const buttons = form.querySelectorAll("button:not(.uploading button)");
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  buttons.forEach((button) => { button.disabled = true; });
  const done = (sentence) => {
    box.remove();
    buttons.forEach((button) => { button.disabled = false; });
    told(form, sentence);
  };
  let spoken = -25;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.round((100 * event.loaded) / event.total);
    bar.value = percent;
    // A live region that speaks at every per cent would never stop talking.
    if (percent >= spoken + 25) {
      spoken = percent;
      told(form, percent < 100 ? say("uploading", { percent }) : say("upload-checking"));
    }
  });
  request.addEventListener("load", () => arrive(request, done));
  request.addEventListener("error", () => done(say("upload-failed")));
  request.addEventListener("abort", () => done(say("upload-stopped")));
  cancel.addEventListener("click", () => request.abort());
  request.open("POST", form.getAttribute("action") || location.href);
  request.setRequestHeader("Accept", "text/html");
  request.send(body);
}

/** A good answer has been redirected to the next page; a refusal is this page again with its errors. */
function arrive(request, done) {
  if (request.status >= 200 && request.status < 300) {
    // Leaving for the same address with another fragment would not load the page again.
    if (request.responseURL.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) {
    done(say("upload-failed"));
    return;
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  (document.querySelector(".errors") ?? document.querySelector("main")).focus();
  start();
}

function told(form, sentence) {
  let place = form.querySelector("[data-upload-status]");
  if (!place) {
    place = make("p", "", { "data-upload-status": "", role: "status", class: "saved" });
    form.append(place);
  }
  place.textContent = sentence;
}
