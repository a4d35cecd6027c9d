// A whole form that is kept while it is written, as one unit of `saving.js` (web/_writing_status.html says so on the page).
// With data-writing-saves the server has it too; without it what is written is kept in this browser until it is sent.
// Where the server was shown it and refused it (data-writing-refused), it is still not saved.
(() => {
  if (!window.chefforumSaving) return;
  const { Unit, form, said, units } = window.chefforumSaving;
  const isSavedMeanwhile = "writingSaves" in form.dataset;
  form.removeAttribute("data-keep"); // what is kept needs no question from the browser

  class FormUnit extends Unit {
    constructor() {
      super(form, "skema", window.location.href);
      this.headers = { "X-Autosave": "1" };
      const isRefused = "writingRefused" in form.dataset;
      this.begun = isRefused ? new Map() : this.written();
      for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.touched());
      if (isRefused) {
        this.edits += 1;
        this.keep();
        form.querySelector("[data-saved]").textContent = "Ikke gemt endnu.";
      } else this.offer(form.querySelector("[data-writing-offer]"));
    }

    fields() {
      return Array.from(form.elements).filter((field) => field.name && !["hidden", "submit", "file"].includes(field.type));
    }

    written() {
      return new Map(this.fields().map((field) => [this.nameOf(field), this.valueOf(field)]));
    }

    // Each choice of a group has a name of its own.
    nameOf(field) {
      return field.type === "radio" ? `${field.name}=${field.value}` : field.name;
    }

    valueOf(field) {
      return ["radio", "checkbox"].includes(field.type) ? field.checked : field.value;
    }

    touched() {
      if (isSavedMeanwhile) return super.touched();
      this.edits += 1;
      clearTimeout(this.draftTimer);
      this.draftTimer = setTimeout(() => this.keep(), 250);
    }

    body() {
      this.sent = this.written();
      return new URLSearchParams(new FormData(form));
    }

    // Only what was written here since it was saved: what stands otherwise now, written elsewhere, stays.
    draft() {
      return { written: Array.from(this.written()).filter(([name, value]) => this.begun.get(name) !== value) };
    }

    isSame(draft) {
      const now = this.written();
      return (draft.written ?? []).every(([name, value]) => !now.has(name) || now.get(name) === value);
    }

    restore(draft) {
      const kept = new Map(draft.written);
      for (const field of this.fields()) {
        const name = this.nameOf(field);
        if (!kept.has(name)) continue;
        if (["radio", "checkbox"].includes(field.type)) field.checked = kept.get(name);
        else field.value = kept.get(name);
      }
      return true;
    }

    async take(answer) {
      const found = await answer.json();
      this.begun = this.sent;
      if (found.url) {
        this.isPassed = true;
        window.location.assign(found.url);
        return;
      }
      form.elements.seen.value = found.seen;
      said(found.saved);
    }
  }

  const unit = new FormUnit();
  units.push(unit);

  // Sent by its button: what is written is saved first, so that a lost connection or sign-in is told here, with the text
  // on the page. What the server refuses is sent as it is, and the page comes back with it beside the fields.
  form.addEventListener("submit", async (event) => {
    if (unit.isPassed) return;
    event.preventDefault();
    const { submitter } = event;
    if (unit.isWaiting) return;
    unit.isWaiting = true;
    if (!isSavedMeanwhile) unit.edits += 1;
    const isSaved = await unit.save();
    unit.isWaiting = false;
    if (unit.isPassed || (!isSaved && !unit.isRead)) return;
    unit.isPassed = true;
    form.requestSubmit(submitter);
  });
  // A page that comes back as it was left is written in again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) unit.isPassed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!unit.isDirty) return;
    const isKept = unit.keep();
    if (!unit.isPassed && (isSavedMeanwhile || !isKept)) event.preventDefault();
  });
  const again = () => {
    if (isSavedMeanwhile && unit.isDirty) unit.save();
  };
  document.addEventListener("visibilitychange", again);
  window.addEventListener("focus", again);
  window.addEventListener("online", again);
  setInterval(() => unit.trouble && !unit.isRead && again(), 10000);
})();
