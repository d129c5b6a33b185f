// Adds and removes rows without a round trip; without script the same buttons post the form.
import { make, say } from "./page.js";

export function start() {
  document.querySelectorAll("[data-rows]").forEach((rows) => {
    const status = make("p", "", { class: "unseen", role: "status" });
    rows.closest("table")?.parentElement.append(status) ?? rows.append(status);
    rows.closest("form")?.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const mine = button.closest("[data-rows]") === rows || button.value === rows.dataset.rows;
      if (mine && button.matches("[data-add-row]")) add(rows, event, status);
      if (mine && button.matches("[data-remove-row]")) remove(rows, button, event, status);
    });
  });
}

function add(rows, event, status) {
  const row = addRow(rows);
  if (!row) return;
  event.preventDefault();
  row.querySelector("input, select, textarea")?.focus();
  status.textContent = say("row-added");
  changed(rows);
}

/** Copies the row of the template under the next number; nothing if there is no template. */
export function addRow(rows) {
  const template = rows.querySelector("template");
  if (!template) return undefined;
  const holder = template.cloneNode(true);
  const next = highest(rows) + 1;
  holder.innerHTML = template.innerHTML.replaceAll("__n__", String(next));
  const row = holder.content.querySelector("[data-row]");
  template.before(row);
  rows.dataset.last = next;
  renumber(rows);
  return row;
}

function remove(rows, button, event, status) {
  const row = button.closest("[data-row]");
  if (!row || !rows.querySelector("template")) return;
  event.preventDefault();
  const neighbour = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : row.previousElementSibling;
  row.remove();
  renumber(rows);
  const next = neighbour?.querySelector("input, select, textarea") ?? rows.closest("form").querySelector("[data-add-row]");
  next?.focus();
  status.textContent = say("row-removed");
  changed(rows);
}

/** Counts the rows anew for the reader; the names of their controls keep their numbers. */
function renumber(rows) {
  const blank = rows.querySelector("template").content.querySelector("[data-row]");
  rows.querySelectorAll("[data-row]").forEach((row, index) => {
    for (const part of [":scope > legend", "[data-remove-row]"]) {
      const words = blank.querySelector(part)?.textContent ?? "";
      const place = row.querySelector(part);
      if (place && words.includes("__n__")) place.textContent = words.replaceAll("__n__", String(index + 1));
    }
  });
}

/** The highest number in use, so that a removed row's number is not given again while its neighbours keep theirs. */
function highest(rows) {
  const numbers = [...rows.querySelectorAll("[data-row] [name]")].map((control) => Number(control.name.match(/\.(\d+)(\.|$)/)?.[1] ?? -1));
  return Math.max(Number(rows.dataset.last ?? -1), -1, ...numbers);
}

function changed(rows) {
  rows.dataset.last = highest(rows);
  rows.dispatchEvent(new Event("input", { bubbles: true }));
}
