// Gives the summary of errors the focus, and the field a link of it names.

export function start() {
  const summary = document.querySelector(".errors[role=alert]");
  summary.focus();
  summary.addEventListener("click", (event) => {
    const target = event.target.closest("a")?.hash;
    const field = target && document.getElementById(decodeURIComponent(target.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset, .field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
    // As if it had been reached by Tab: what is typed replaces what was wrong.
    if (field.matches("input")) field.select();
  });
}
