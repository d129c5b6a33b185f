// Saves answers while they are written. The wire format is described in layout/README.md.
import { clashBox } from "./clash.js";
import { fill, read, served, versionOf, wrapperNamed, wrapperOf } from "./fields.js";
import { formToken, make, post, renewToken, say } from "./page.js";
import { Shelf } from "./shelf.js";

export function start() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.shelf = new Shelf(this.url);
    this.known = new Map();    // field -> its values as the server has them, as JSON
    this.waiting = new Map();  // field -> {version, values} to send
    this.held = new Set();     // fields with an open clash: kept, not sent
    this.pause = 0;
    this.place = form.querySelector("[data-saved]") ?? form.appendChild(make("p", "", { class: "saved", role: "status" }));
    const wrappers = [...form.querySelectorAll("[data-field]")].filter((wrapper) => wrapperOf(wrapper, form) === wrapper);
    for (const wrapper of wrappers) this.known.set(wrapper.dataset.field, JSON.stringify(served(wrapper)));
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => { this.changed(event.target); this.later(0); });
    form.addEventListener("submit", () => this.submitted());
    addEventListener("online", () => this.later(0));
    addEventListener("pagehide", () => this.leave());
    addEventListener("beforeunload", (event) => { if (this.waiting.size && !this.shelf.works) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.later(0); });
    this.restore();
    // On a slow line people write before this script has come.
    wrappers.forEach((wrapper) => this.changed(wrapper));
  }

  changed(target) {
    const wrapper = wrapperOf(target, this.form);
    if (!wrapper || this.closed) return;
    const field = wrapper.dataset.field;
    const values = read(wrapper);
    if (this.known.get(field) === JSON.stringify(values) && !this.waiting.has(field)) return;
    const version = versionOf(wrapper)?.value ?? "";
    this.waiting.set(field, { version, values });
    this.shelf.put(field, version, values);
    this.later(1500);
  }

  later(pause) {
    clearTimeout(this.timer);
    if (this.closed || ![...this.waiting.keys()].some((field) => !this.held.has(field))) return;
    this.timer = setTimeout(() => this.send(), pause);
  }

  batch() {
    return [...this.waiting].filter(([field]) => !this.held.has(field));
  }

  pairs(batch) {
    return batch.flatMap(([field, { version, values }]) => [["field[]", field], [`version.${field}`, version], ...values]);
  }

  async send() {
    if (this.sending) { this.again = true; return; }
    const batch = this.batch();
    if (!batch.length) return;
    this.sending = true;
    const { status, data } = await post(this.url, this.pairs(batch));
    this.sending = false;
    await this.answered(status, data, new Map(batch));
    if (this.again) { this.again = false; this.later(500); }
  }

  async answered(status, data, batch) {
    if (status === 200) {
      this.pause = 0;
      this.renewed = false;
      (data.saved ?? []).forEach((one) => this.saved(one, batch.get(one.field)));
      (data.clashes ?? []).forEach((one) => this.clash(one));
      this.errors(data.errors ?? [], batch, data.saved ?? []);
      // What was neither stored nor clashed stays on the shelf, but the same text is not sent again and again.
      const settled = new Set([...(data.saved ?? []), ...(data.clashes ?? [])].map((one) => one.field));
      for (const field of batch.keys()) if (!settled.has(field)) this.waiting.delete(field);
      if (data.saved?.length) {
        this.tell(data.savedAt ? say("saved", { time: data.savedAt }) : "");
        document.dispatchEvent(new Event("kopiena:saved"));
      }
      this.later(500);
    } else if (status === 401 || status === 403) {
      // One try with a new token at once; if that is refused too, signing in has to come first.
      this.renewed = !this.renewed && (await renewToken());
      if (this.renewed) { this.later(0); return; }
      this.tell(say("signed-out"), true);
      this.later(15000);
    } else if ([404, 409, 410].includes(status)) {
      this.closed = true;
      this.tell(say(data.problem === "other_organisation" ? "elsewhere" : "closed"), true);
    } else if ([400, 413, 422].includes(status)) {
      this.errors(data.errors ?? [], batch);
      for (const field of batch.keys()) this.waiting.delete(field);
    } else {
      this.pause = Math.min(60000, Math.max(2000, this.pause * 2));
      this.tell(say("kept"), true);
      this.later(this.pause);
    }
  }

  saved({ field, version }, sent) {
    const wrapper = wrapperNamed(field, this.form);
    const input = wrapper && versionOf(wrapper);
    if (input) input.value = version;
    if (!sent) return;
    this.known.set(field, JSON.stringify(sent.values));
    const now = this.waiting.get(field);
    if (now && JSON.stringify(now.values) !== JSON.stringify(sent.values)) {
      now.version = version;
      this.shelf.put(field, version, now.values);
    } else {
      this.waiting.delete(field);
      this.shelf.drop(field);
    }
  }

  clash(clash) {
    const wrapper = wrapperNamed(clash.field, this.form);
    if (!wrapper) { this.waiting.delete(clash.field); return; }
    this.held.add(clash.field);
    const settle = (takeTheirs) => {
      this.held.delete(clash.field);
      const input = versionOf(wrapper);
      if (input) input.value = clash.version;
      if (takeTheirs) fill(wrapper, clash.values ?? []);
      const values = read(wrapper);
      if (takeTheirs) {
        this.known.set(clash.field, JSON.stringify(values));
        this.waiting.delete(clash.field);
        this.shelf.drop(clash.field);
      } else {
        this.waiting.set(clash.field, { version: clash.version, values });
        this.shelf.put(clash.field, clash.version, values);
        this.later(0);
      }
    };
    clashBox(wrapper, clash, settle);
  }

  errors(errors, batch, saved = []) {
    for (const field of batch.keys()) {
      const wrapper = wrapperNamed(field, this.form);
      if (!wrapper) continue;
      const sentence = errors.find((error) => error.field === field)?.sentence;
      // The answer names all that is wrong with what is stored now. In an answer of parts that is still wrong, the page's
      // own sentences stay where they are: they stand beside their parts.
      const isOutdated = saved.some((one) => one.field === field) && !(sentence && wrapper.matches(".parts, .rows"));
      if (isOutdated) forget(wrapper);
      if (isOutdated && !sentence) settleSummary(wrapper);
      wrong(wrapper, sentence);
    }
  }

  /** Text that did not reach the server last time comes back; what another page of the form left is sent from the shelf. */
  restore() {
    let found = false;
    for (const [field, entry] of this.shelf.entries()) {
      const wrapper = wrapperNamed(field, this.form);
      const shown = wrapper && versionOf(wrapper)?.value;
      if (!wrapper) {
        if (entry.submitted) this.shelf.drop(field);
        else this.waiting.set(field, entry);
      } else if (this.known.get(field) === JSON.stringify(entry.values) || (entry.submitted && Number(shown) > Number(entry.version))) {
        this.shelf.drop(field);
      } else {
        fill(wrapper, entry.values);
        // The version the text was written on, not the page's: a colleague's newer text must not be overwritten.
        const input = versionOf(wrapper);
        if (input) input.value = entry.version;
        this.waiting.set(field, { version: entry.version, values: entry.values });
        this.shelf.put(field, entry.version, entry.values);
        found = true;
      }
    }
    if (found) this.tell(say("restored"), true);
    this.later(0);
  }

  submitted() {
    clearTimeout(this.timer);
    for (const [field, { version, values }] of this.waiting) this.shelf.put(field, version, values, true);
    this.waiting.clear();
  }

  leave() {
    const batch = this.batch();
    if (!batch.length || this.closed) return;
    navigator.sendBeacon(this.url, new URLSearchParams([["formToken", formToken()], ...this.pairs(batch)]));
  }

  tell(sentence, trouble = false) {
    this.place.textContent = sentence;
    this.place.classList.toggle("trouble", trouble);
  }
}

/** Shows a sentence beside a field, or takes away the one this script showed. */
function wrong(wrapper, sentence) {
  const id = `${wrapper.dataset.field}-autosave-error`;
  const control = wrapper.querySelector("textarea, input:not([type=hidden]), select");
  const told = wrapper.matches("fieldset") ? wrapper : control;
  wrapper.querySelector("[data-autosave-error]")?.remove();
  wrapper.classList.toggle("wrong", Boolean(sentence) || wrapper.querySelector(pageErrors) !== null);
  if (told) describe(told, id, Boolean(sentence));
  if (!sentence) return;
  control?.before(make("p", sentence, { class: "error", "data-autosave-error": "", id }));
}

/** Takes away the errors that came with the page. */
function forget(wrapper) {
  for (const error of wrapper.querySelectorAll(pageErrors)) {
    error.closest(".wrong")?.classList.remove("wrong");
    for (const told of [wrapper, ...wrapper.querySelectorAll("[aria-describedby]")]) describe(told, error.id, false);
    error.remove();
  }
  wrapper.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
}

/** Takes what was put right out of the summary of errors; with the last of it go the summary and what it says with it. */
function settleSummary(wrapper) {
  const summary = document.querySelector(".errors[role=alert]");
  // A clash is settled by a choice, not by another save.
  if (!summary || wrapper.closest(".question")?.querySelector(".clash")) return;
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    if (wrapper.contains(document.getElementById(decodeURIComponent(link.hash.slice(1))))) link.closest("li").remove();
  }
  if (summary.querySelector("li")) return;
  const note = summary.nextElementSibling;
  if (note?.matches(".note[role=status]")) note.remove();
  const prefix = summary.dataset.prefix;
  if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length).trim();
  summary.remove();
}

/** What the server put beside fields; what is left of a budget looks like an error too, and stays. */
const pageErrors = ".error:not([data-autosave-error], [data-left])";

/** Adds a text to those that a screen reader reads with the element, or takes it out. */
function describe(element, id, isWanted) {
  const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
  if (isWanted) ids.push(id);
  if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}
