// Shows a question at once when the answer it depends on is given. The server decides the same when the page is saved.
export function start() {
  const dependants = [...document.querySelectorAll("[data-only-if]")];
  const settle = () => {
    for (const dependant of dependants) {
      const given = answers(dependant.closest("form"), dependant.dataset.onlyIf);
      if (!given) continue; // asked on another page: the server has decided
      const wanted = dependant.dataset.onlyIfAnswers.split(" ");
      dependant.hidden = !given.some((answer) => wanted.includes(answer));
    }
  };
  document.addEventListener("input", settle);
  document.addEventListener("change", settle);
  settle();
}

/** The answers now given to a question on this page; nothing if it is not on this page. */
function answers(form, name) {
  const names = [name, `${name}[]`, `${name}.answer`];
  const controls = [...form.elements].filter((control) => names.includes(control.name));
  if (!controls.length) return undefined;
  return controls
    .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked)
    .map((control) => control.value);
}
