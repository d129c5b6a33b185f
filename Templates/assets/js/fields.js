// Reads and fills the controls of one answer, whatever their kind. An answer's wrapper carries `data-field`.
import { addRow } from "./rows.js";

/** The answer a control belongs to: the outermost wrapper, since a table of rows is one answer. */
export function wrapperOf(control, form) {
  let found;
  for (let at = control.closest("[data-field]"); at && form.contains(at); at = at.parentElement?.closest("[data-field]")) found = at;
  return found;
}

/** The wrapper of the answer of that name. */
export function wrapperNamed(name, form) {
  return form.querySelector(`[data-field="${CSS.escape(name)}"]`);
}

/** Name and value pairs as the plain form would post them. */
export function read(wrapper) {
  return controls(wrapper)
    .filter((control) => !isChoice(control) || control.checked)
    .map((control) => [control.name, control.value]);
}

/** The same as the server sent them: what was written before this script was there is not among them. */
export function served(wrapper) {
  return controls(wrapper)
    .filter((control) => !isChoice(control) || control.defaultChecked)
    .map((control) => [control.name, control.options ? servedOption(control) : isChoice(control) ? control.value : control.defaultValue]);
}

function servedOption(select) {
  return ([...select.options].find((option) => option.defaultSelected) ?? select.options[0])?.value ?? "";
}

/** Fills the controls with name and value pairs; answers false if some pair had no control. */
export function fill(wrapper, values) {
  for (const rows of [wrapper, ...wrapper.querySelectorAll("[data-rows]")].filter((one) => one.matches("[data-rows]"))) {
    for (let tries = 0; tries < 200 && values.some(([name]) => isMissing(name, wrapper)); tries += 1) {
      if (!addRow(rows)) break;
    }
  }
  const left = [...values];
  for (const control of controls(wrapper)) {
    const at = left.findIndex(([name, value]) => name === control.name && (!isChoice(control) || value === control.value));
    if (isChoice(control)) control.checked = at >= 0;
    else control.value = at >= 0 ? left[at][1] : "";
    if (at >= 0) left.splice(at, 1);
  }
  wrapper.dispatchEvent(new Event("input", { bubbles: true }));
  wrapper.querySelectorAll("textarea").forEach((area) => area.dispatchEvent(new Event("input", { bubbles: true })));
  return left.length === 0;
}

/** The hidden input with the version of the answer this page was made from. */
export function versionOf(wrapper) {
  return wrapper.querySelector(`input[name="version.${CSS.escape(wrapper.dataset.field)}"]`);
}

function controls(wrapper) {
  return [...wrapper.querySelectorAll("input[name], select[name], textarea[name]")].filter((control) =>
    !control.disabled && control.type !== "file" && control.name !== "formToken" && !control.name.startsWith("version."));
}

function isChoice(control) {
  return control.type === "checkbox" || control.type === "radio";
}

function isMissing(name, wrapper) {
  return !controls(wrapper).some((control) => control.name === name);
}
