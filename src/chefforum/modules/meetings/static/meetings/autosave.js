// What is saved by itself on the page of an item: its sections, its head and its bilag, each as a unit of web's
// `saving.js`. Two who write at once are told; both texts are kept.
(() => {
  if (!window.chefforumSaving) return;
  const { Unit, clock, form, make, said, store, units } = window.chefforumSaving;

  class SectionUnit extends Unit {
    constructor(element) {
      const prefix = element.dataset.section;
      const field = (name) => element.querySelector(`[name="${prefix}-${name}"]`);
      super(element, `${field("kind").value}:${field("heading").value}`, form.dataset.sectionUrl);
      Object.assign(this, { prefix, field });
      this.editor = element.querySelector(".rich").richText;
      this.begun = this.editor.html;
      this.alert = element.querySelector("[data-section-alert]");
      this.editor.box.addEventListener("input", () => this.touched());
      this.offer(this.alert);
      if (this.editor.early) this.keepEarly(this.editor.early);
    }

    // Written in the plain field before this script had come: offered, as what did not reach the server is.
    async keepEarly(text) {
      const html = await this.editor.htmlOf(text);
      store.set(this.key, { html, token: this.field("token").value, at: clock() });
      this.offer(this.alert);
    }

    body() {
      const body = new URLSearchParams({ prefix: this.prefix });
      for (const name of ["section", "kind", "heading", "token", "conflict"]) body.set(`${this.prefix}-${name}`, this.field(name).value);
      body.set(`${this.prefix}-html`, this.editor.html);
      return body;
    }

    draft() {
      return { html: this.editor.html, token: this.field("token").value };
    }

    isSame(draft) {
      return draft.html === this.begun;
    }

    async restore(draft) {
      const clean = await this.editor.cleaned(draft.html);
      if (clean === null) return false;
      this.editor.set(clean);
      this.field("token").value = draft.token; // it was written on that text: if another stands now, both are kept
      return true;
    }

    async take(answer) {
      const found = await answer.json();
      const line = this.element.querySelector("[data-section-saved]");
      if (found.conflict) {
        this.field("conflict").value = found.conflict;
        line.textContent = `Gemt ved siden af ${found.saved}`;
        this.tellConflict(found.conflict_url);
      } else {
        this.field("section").value = found.section ?? "";
        this.field("token").value = found.token;
        line.textContent = `Gemt ${found.saved}`;
      }
      said(found.saved);
    }

    tellConflict(url) {
      if (this.alert.querySelector("[data-conflict]")) return;
      const box = make("div", { class: "writing-conflict", role: "alert", "data-conflict": "" });
      box.append(
        make("p", {}, "En anden har skrevet i afsnittet, mens du skrev. Begge tekster er gemt."),
        make("p", {}, make("a", { href: url }, "Se begge tekster, og vælg")),
      );
      this.alert.append(box);
    }
  }

  class HeadUnit extends Unit {
    constructor(element) {
      super(element, "hoved", form.dataset.headUrl);
      this.begun = JSON.stringify(this.written());
      element.addEventListener("input", () => this.touched());
      element.addEventListener("change", () => this.touched());
      this.offer(element);
    }

    fields() {
      return Array.from(this.element.querySelectorAll("input, select, textarea"));
    }

    field(name) {
      return this.element.querySelector(`[name="${name}"]`);
    }

    body() {
      const body = new URLSearchParams();
      for (const field of this.fields()) body.append(field.name, field.value);
      this.sent = body;
      return body;
    }

    written() {
      const visible = this.fields().filter((field) => field.type !== "hidden");
      return visible.map((field) => [field.name, field.value]).filter(([name, value]) => name !== "part" || value.trim());
    }

    draft() {
      return { written: this.written(), token: this.field("token").value };
    }

    isSame(draft) {
      return JSON.stringify(draft.written) === this.begun;
    }

    async restore(draft) {
      const texts = draft.written.filter(([name]) => name === "part").map(([, value]) => value);
      for (const [name, value] of draft.written) if (name !== "part" && this.field(name)) this.field(name).value = value;
      const list = this.element.querySelector("[data-parts]");
      while (list.children.length < texts.length) {
        const made = list.lastElementChild.cloneNode(true);
        for (const field of made.querySelectorAll("input, textarea")) field.value = "";
        list.append(made);
      }
      Array.from(list.querySelectorAll("textarea")).forEach((field, place) => (field.value = texts[place] ?? ""));
      this.field("token").value = draft.token;
      return true;
    }

    async take(answer) {
      const found = await answer.json();
      const open = { ...found.errors, ...found.conflicts };
      for (const [name, standing] of Object.entries(found.values)) {
        const field = this.field(name);
        if (!field) continue;
        if (!(name in found.conflicts)) this.field(`initial-${name}`).value = standing;
        if (!(name in open) && field.value === this.sent.get(name) && document.activeElement !== field) field.value = standing;
        this.tell(field, name, open[name], name in found.conflicts ? standing : null);
      }
      this.takeParts(found);
      if (!Object.keys(found.conflicts).length) this.field("token").value = found.token;
      const title = found.values.title;
      if (title) document.querySelector("main h1").firstChild.textContent = `${title} `;
      said(found.saved);
    }

    takeParts(found) {
      const list = this.element.querySelector("[data-parts]");
      this.tell(list, "parts", found.conflicts.parts, "parts" in found.conflicts ? "" : null);
      this.theirParts = found.parts;
      if ("parts" in found.conflicts) return;
      this.holdParts(found.parts);
      const filled = Array.from(list.querySelectorAll("[data-part]")).filter((row) => row.querySelector("textarea").value.trim());
      found.parts.forEach((part, place) => {
        if (filled[place]) filled[place].querySelector('[name="part-id"]').value = part.id;
      });
    }

    holdParts(parts) {
      const held = this.element.querySelector("[data-initial-parts]");
      held.replaceChildren(...parts.map((part) => make("input", { type: "hidden", name: "initial-part", value: part.text })));
    }

    // The words under a field: what is wrong, or what somebody else has written there, and the choice between the two.
    tell(field, name, words, theirs) {
      const id = `${field.id || name}-auto`;
      document.getElementById(id)?.remove();
      field.removeAttribute("aria-invalid");
      if (!words) return;
      const line = make("div", { id, class: "form-error-message", role: "alert" }, theirs === null ? `Ikke gemt: ${words}` : words.replace(/ Gem igen.*/, " Dit er ikke gemt."));
      field.setAttribute("aria-invalid", "true");
      if (theirs !== null) {
        const mine = make("button", { type: "button", class: "button button-tertiary" }, "Brug mit");
        const other = make("button", { type: "button", class: "button button-tertiary" }, "Brug den andens");
        mine.addEventListener("click", () => this.choose(name, theirs, true));
        other.addEventListener("click", () => this.choose(name, theirs, false));
        line.append(make("br", {}), mine, " ", other);
      }
      field.after(line);
    }

    // Either way what stands is what the next save is based on, so it is meant.
    choose(name, theirs, mine) {
      if (name === "parts") {
        if (!mine) return this.reload();
        this.holdParts(this.theirParts);
      } else {
        this.field(`initial-${name}`).value = theirs;
        if (!mine) this.field(name).value = theirs;
      }
      this.touched();
      return this.save();
    }

    reload() {
      store.drop(this.key);
      this.savedEdits = this.edits;
      window.location.reload();
    }
  }

  class FilesUnit extends Unit {
    constructor(element) {
      super(element, "bilag", form.dataset.filesUrl);
      this.headers = { "HX-Request": "true" };
      element.addEventListener("change", (event) => {
        if (event.target.type !== "file" && !event.target.name.startsWith("new-")) this.touched();
      });
    }

    fields() {
      return Array.from(this.element.querySelectorAll("input")).filter((field) => field.type !== "file" && !field.name.startsWith("new-"));
    }

    body() {
      const body = new URLSearchParams();
      for (const field of this.fields()) if (field.type !== "checkbox" || field.checked) body.append(field.name, field.value);
      this.sent = this.fields().map((field) => [field, field.type === "checkbox" ? (field.checked ? "True" : "False") : field.value]);
      return body;
    }

    keep() {} // a title of a bilag is short; the page asks before one leaves it unsaved

    async take() {
      for (const [field, value] of this.sent) {
        const initial = this.element.querySelector(`[name="initial-${field.name}"]`);
        if (initial) initial.value = value;
      }
      said(`kl. ${clock()}`);
    }
  }

  const begin = (root) => {
    units.splice(0, units.length, ...units.filter((unit) => document.contains(unit.element)));
    const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    const fresh = (element) => form.contains(element) && !units.some((unit) => unit.element === element);
    for (const element of all("[data-section]")) if (fresh(element) && element.querySelector(".rich")) units.push(new SectionUnit(element));
    for (const element of all("[data-head]")) if (fresh(element)) units.push(new HeadUnit(element));
    for (const element of all("[data-files]")) if (fresh(element)) units.push(new FilesUnit(element));
  };
  const flush = async () => (await Promise.all(units.filter((unit) => unit.isDirty).map((unit) => unit.save()))).every(Boolean);

  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  begin(document);

  // Buttons that ask the server wait for what is written before them.
  document.addEventListener("htmx:confirm", (event) => {
    if (!form.contains(event.detail.elt) || !units.some((unit) => unit.isDirty)) return;
    event.preventDefault();
    flush().then((isSaved) => isSaved && event.detail.issueRequest(true));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (form.contains(event.detail.target) || event.detail.target.id === "bilag") said(`kl. ${clock()}`);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.localName === "input" && event.target.type !== "file") event.preventDefault();
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      flush();
    }
  });

  // Away from the page: a link waits for the text; whatever else is stopped by the browser's own question.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // What stays on the page (a figure's link in its dialog) is nothing to leave it for.
    const elsewhere = event.defaultPrevented || !link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (elsewhere || link.getAttribute("href").startsWith("#") || !units.some((unit) => unit.isDirty)) return;
    event.preventDefault();
    flush().then((isSaved) => {
      if (isSaved) window.location.assign(link.href);
    });
  });
  window.addEventListener("beforeunload", (event) => {
    for (const unit of units) unit.keep();
    if (units.some((unit) => unit.isDirty)) event.preventDefault();
  });
  const again = () => {
    for (const unit of units) if (unit.isDirty) unit.save();
  };
  document.addEventListener("visibilitychange", again);
  window.addEventListener("focus", again);
  window.addEventListener("online", again);
  setInterval(() => units.some((unit) => unit.trouble) && again(), 10000);
})();
