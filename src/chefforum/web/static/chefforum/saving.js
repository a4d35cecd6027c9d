// Something that is saved while it is written: sent after a pause, kept in this browser, for this person alone, until the
// server has it, and offered again. What the page's units are says `form_saving.js` (a whole form), or the module itself.
(() => {
  const form = document.querySelector("form[data-writing]");
  if (!form) return;
  document.documentElement.classList.add("has-script");
  const KEPT = "Teksten er gemt på denne computer";
  const WORDS = {
    offline: `Ikke gemt: ingen forbindelse. ${KEPT} og sendes, når forbindelsen er der igen.`,
    server: `Ikke gemt: serveren svarer ikke. ${KEPT} og sendes, når den svarer igen.`,
    signedOut: `Ikke gemt: du er logget ud. ${KEPT}. Log ind i et nyt vindue, så bliver den sendt.`,
    refused: `Ikke gemt: du kan ikke skrive her nu. ${KEPT}.`,
  };
  const WAIT = 1200; // ms without a key before a text is saved
  const LONGEST_WAIT = 8000; // ... and at most so long after the first one
  const savedLine = form.querySelector("[data-saved]");
  savedLine.textContent = savedLine.dataset.saved || "Gemmer, mens du skriver.";
  const troubleLine = form.querySelector("[data-trouble]");
  const units = [];

  const clock = () => new Date().toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const make = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const said = (when) => {
    savedLine.textContent = `Gemt ${when}`;
    document.body.dispatchEvent(new CustomEvent("chefforum:saved", { bubbles: true }));
  };
  const showTrouble = () => {
    const worst = units.find((unit) => unit.trouble);
    troubleLine.hidden = !worst;
    savedLine.hidden = Boolean(worst);
    const words = worst ? worst.trouble : "";
    if (troubleLine.dataset.words === words) return;
    troubleLine.dataset.words = words;
    troubleLine.replaceChildren(words);
    if (words === WORDS.signedOut) {
      troubleLine.append(" ", make("a", { href: form.dataset.loginUrl, target: "_blank", rel: "opener" }, "Log ind (nyt vindue)"));
    }
  };

  const store = {
    get(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false; // a full or closed store: the text still stands on the page, and the browser asks before one leaves it
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // as above
      }
    },
  };

  // Something that is saved in one go. Each kind says what it sends (`body`), what it keeps here meanwhile (`draft`), and
  // what it makes of the answer (`take`).
  class Unit {
    constructor(element, name, url) {
      Object.assign(this, { element, url, edits: 0, savedEdits: 0, trouble: "" });
      this.key = `chefforum:skriv:${form.dataset.person}:${form.dataset.writing}:${name}`;
    }

    get isDirty() {
      return this.edits !== this.savedEdits;
    }

    touched() {
      this.edits += 1;
      clearTimeout(this.draftTimer);
      this.draftTimer = setTimeout(() => this.keep(), 250);
      this.firstAt ||= Date.now();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(WAIT, this.firstAt + LONGEST_WAIT - Date.now())));
    }

    // Whether all that is not saved lies in this browser.
    keep() {
      return !this.isDirty || store.set(this.key, { ...this.draft(), at: clock() });
    }

    save() {
      clearTimeout(this.timer);
      this.running ||= this.send().finally(() => {
        this.running = null;
        showTrouble();
      });
      return this.running;
    }

    async send() {
      while (this.isDirty) {
        const edits = this.edits;
        this.firstAt = 0;
        let answer;
        try {
          const headers = { ...window.chefforumHeaders(), ...this.headers };
          answer = await fetch(this.url, { method: "POST", headers, body: this.body(), redirect: "manual" });
        } catch {
          return this.failed(WORDS.offline);
        }
        if (answer.type === "opaqueredirect") return this.failed(WORDS.signedOut);
        if (answer.status === 403) return this.failed(WORDS.refused);
        if (answer.status >= 500) return this.failed(WORDS.server);
        if (!answer.ok) {
          const { error } = await answer.json().catch(() => ({}));
          return this.failed(error || WORDS.server, Boolean(error));
        }
        try {
          await this.take(answer);
        } catch {
          return this.failed(WORDS.server); // the answer broke off: the same text is sent again, which does no harm
        }
        this.trouble = "";
        this.isRead = true;
        this.savedEdits = edits;
        if (!this.isDirty) {
          clearTimeout(this.draftTimer);
          store.drop(this.key);
        }
      }
      return true;
    }

    // `isRead`: the server has read it, and says what is wrong with it.
    failed(words, isRead = false) {
      this.trouble = words;
      this.isRead = isRead;
      this.keep();
      return false;
    }

    // What did not reach the server last time is offered, not put in by itself.
    offer(where) {
      const draft = store.get(this.key);
      if (!draft) return;
      if (this.isSame(draft)) return store.drop(this.key);
      const box = make("div", { class: "writing-conflict" });
      const use = make("button", { type: "button", class: "button button-secondary" }, "Hent den ind");
      const drop = make("button", { type: "button", class: "button button-tertiary" }, "Slet den");
      box.append(make("p", {}, `Her på computeren ligger noget fra kl. ${draft.at}, som ikke nåede at blive gemt.`), use, " ", drop);
      use.addEventListener("click", async () => {
        if ((await this.restore(draft)) === false) return;
        box.remove();
        this.touched();
      });
      drop.addEventListener("click", () => {
        store.drop(this.key);
        box.remove();
      });
      where.append(box);
    }
  }

  window.chefforumSaving = { Unit, clock, form, make, said, store, units };
})();
