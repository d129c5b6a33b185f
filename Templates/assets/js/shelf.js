// What was written and not yet sent, kept in this browser, one entry an answer, apart for each person and form.
const month = 30 * 24 * 3600 * 1000;

export class Shelf {
  constructor(url) {
    this.prefix = `kopiena.draft:${document.body.dataset.visitor ?? ""}:${url}:`;
    this.works = true;
  }

  /** Entries as `[field, {version, values, submitted}]`; old ones are thrown away. */
  entries() {
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((key) => key.startsWith(this.prefix))) {
        const entry = JSON.parse(localStorage.getItem(key));
        if (Date.now() - entry.at > month) localStorage.removeItem(key);
        else found.push([key.slice(this.prefix.length), entry]);
      }
    } catch {
      this.works = false;
    }
    return found;
  }

  put(field, version, values, submitted = false) {
    try {
      localStorage.setItem(this.prefix + field, JSON.stringify({ version, values, submitted, at: Date.now() }));
    } catch {
      this.works = false;
    }
  }

  drop(field) {
    try {
      localStorage.removeItem(this.prefix + field);
    } catch {
      this.works = false;
    }
  }
}
