// Live sums of a budget table. The server counts again; this only shows it sooner.
import { say } from "./page.js";

export function start() {
  document.querySelectorAll("[data-budget]").forEach((table) => {
    table.addEventListener("input", () => count(table));
    count(table);
  });
}

function count(table) {
  const sums = new Map();
  let whole = 0n;
  for (const line of table.querySelectorAll("[data-line]")) {
    const total = product(value(line, "[data-quantity]"), value(line, "[data-price]"));
    const place = line.querySelector("[data-total]");
    show(place, total);
    place?.closest("p")?.toggleAttribute("hidden", total === undefined);
    const category = line.querySelector("select[data-category]")?.value ?? line.dataset.category ?? "";
    sums.set(category, (sums.get(category) ?? 0n) + (total ?? 0n));
    whole += total ?? 0n;
  }
  for (const place of table.querySelectorAll("[data-sum]")) {
    show(place, place.dataset.sum ? sums.get(place.dataset.sum) ?? 0n : whole);
  }
  const left = table.querySelector("[data-left]");
  if (left && table.dataset.ceiling) {
    const rest = BigInt(table.dataset.ceiling) - whole;
    left.textContent = say(rest < 0n ? "over" : "left", { sum: money(rest < 0n ? -rest : rest) });
    left.classList.toggle("error", rest < 0n);
  }
}

function value(line, selector) {
  return line.querySelector(selector)?.value ?? "";
}

/** Quantity in thousandths times price in cents, in whole cents, halves away from zero; nothing if either is no number. */
export function product(quantity, price) {
  const thousandths = fixed(quantity, 3);
  const cents = fixed(price, 2);
  if (thousandths === undefined || cents === undefined) return undefined;
  return (thousandths * cents + 500n) / 1000n;
}

/** A number as people write it ("1 234,56", "1234.56") in units of 10 to the minus `digits`. */
export function fixed(text, digits) {
  const plain = text.replace(/[\s\u00a0\u202f]|EUR|€/gu, "").replace(",", ".");
  const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(plain);
  if (!match || (match[2] ?? "").length > digits) return undefined;
  return BigInt(match[1] + (match[2] ?? "").padEnd(digits, "0"));
}

/** Cents as "1 234,56 EUR" with no-break spaces. */
export function money(cents) {
  const digits = cents.toString().padStart(3, "0");
  const euros = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return `${euros},${digits.slice(-2)}\u00a0EUR`;
}

function show(place, cents) {
  if (place) place.textContent = cents === undefined ? "" : money(cents);
}
