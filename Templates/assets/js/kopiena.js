// Looks at the page and loads only what it needs. Every page works without any of this.
const features = [
  [".errors[role=alert]", "errors"],
  ["[data-words]", "words"],
  ["form[data-autosave]", "autosave"],
  ["[data-presence]", "presence"],
  ["[data-rows]", "rows"],
  ["[data-budget]", "budget"],
  ["[data-only-if]", "only-if"],
  ["form[data-upload]", "upload"],
  ["[data-print]", "print"],
  ["body[data-session-seconds]", "session"],
];

for (const [selector, name] of features) {
  if (document.querySelector(selector)) {
    import(`./${name}.js`).then((feature) => feature.start()).catch(() => {});
  }
}
