// Own notes: saved as one writes (data-autosave), and words of the text marked (data-quotable). Without this the forms
// are saved by their buttons.
const PAUSE = 1200;
const AROUND = 80;
// A browser sends 64 kB after its page is left, and no more.
const LONGEST_SENT_ON_LEAVING = 15000;
const MARKED = ["quote", "before", "after", "attachment", "page"];

const field = (form, name) => form.querySelector(`[name=${name}]`);

// Each save says which note it is, what of it is seen, and what was sent last without an answer: so it does not matter
// which of two that are under way comes first, or whether an answer is waited for.
const watch = (form) => {
  const words = form.querySelector("[data-autosave-words]");
  const writing = field(form, "text");
  const said = () => ["text", "attachment", "page"].map((name) => field(form, name)?.value).join("\n");
  let timer = 0;
  let asked = said();
  let count = 0;
  let answered = 0;
  let work = Promise.resolve();

  const save = async () => {
    clearTimeout(timer);
    count += 1;
    const number = count;
    const body = new FormData(form);
    asked = said();
    field(form, "sent").value = writing.value;
    try {
      const keepalive = writing.value.length < LONGEST_SENT_ON_LEAVING;
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, keepalive });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const kept = await answer.json();
      if (number > answered && kept.url) {
        answered = number;
        form.action = kept.url;
        field(form, "seen").value = kept.seen;
      }
      if (number < count) return;
      field(form, "sent").value = "";
      words.textContent = kept.words;
    } catch {
      if (number < count) return;
      asked = null;
      words.textContent = "Kan ikke gemme lige nu. Teksten står her stadig.";
    }
  };
  // Whoever leaves does not wait for what is under way.
  const leave = () => {
    if (form.dataset.used && said() !== asked) save();
  };

  form.addEventListener("input", () => {
    form.dataset.used = "yes";
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(save);
    }, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked = said();
  });
  addEventListener("pagehide", leave);
  // What could not be saved stands here alone: the browser asks before one leaves it.
  addEventListener("beforeunload", (event) => {
    if (asked === null) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
};

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

const bar = document.querySelector("[data-mark-bar]");
let fresh = document.querySelector("[data-new-note]");

// The words of a piece of the page, without those that are struck out.
const wordsOf = (range) => {
  const piece = range.cloneContents();
  for (const gone of piece.querySelectorAll("del")) gone.remove();
  return piece.textContent;
};

const chosen = () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const node = range.startContainer;
  const start = (node instanceof Element ? node : node.parentElement)?.closest("[data-quotable]");
  if (!start) return null;
  const inside = document.createRange();
  inside.selectNodeContents(start);
  if (inside.compareBoundaryPoints(Range.END_TO_END, range) > 0) inside.setEnd(range.endContainer, range.endOffset);
  inside.setStart(range.startContainer, range.startOffset);
  const quote = wordsOf(inside).trim();
  if (!quote) return null;
  const before = document.createRange();
  before.selectNodeContents(start);
  before.setEnd(inside.startContainer, inside.startOffset);
  const after = document.createRange();
  after.selectNodeContents(start);
  after.setStart(inside.endContainer, inside.endOffset);
  return {
    quote,
    before: wordsOf(before).slice(-AROUND),
    after: wordsOf(after).slice(0, AROUND),
    attachment: start.dataset.attachment || "",
    page: start.dataset.page || "",
  };
};

const fill = (form, words) => {
  for (const name of MARKED) {
    const input = field(form, name);
    if (input) input.value = words[name];
  }
};

// Another form for a new note, where what stands in the one above is a note already.
const another = (form) => {
  const made = form.cloneNode(true);
  const ending = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const one of made.querySelectorAll("[id]")) one.id += ending;
  for (const one of made.querySelectorAll("label")) one.htmlFor += ending;
  made.action = bar.action;
  field(made, "note").value = ending;
  for (const name of ["seen", "sent", "text"]) field(made, name).value = "";
  made.querySelector("[data-autosave-words]").textContent = "";
  delete made.dataset.used;
  form.insertAdjacentElement("afterend", made); // form.after is the field of that name
  watch(made);
  return made;
};

if (bar && fresh) {
  // A finger on the bar may take the selection away before the button is pressed.
  let isHeld = false;
  bar.addEventListener("pointerdown", () => {
    isHeld = true;
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => (isHeld = false), 300));
  document.addEventListener("selectionchange", () => {
    if (isHeld || bar.contains(document.activeElement)) return;
    const words = chosen();
    bar.hidden = !words;
    if (words) fill(bar, words);
  });
  bar.querySelector("[data-note-to-quote]").addEventListener("click", () => {
    if (fresh.dataset.used) fresh = another(fresh);
    const words = Object.fromEntries(MARKED.map((name) => [name, field(bar, name).value]));
    fill(fresh, words);
    const shown = fresh.querySelector("[data-quote-shown]");
    shown.textContent = words.quote;
    shown.hidden = false;
    // The words say what the note is to.
    const to = fresh.querySelector(".note-to");
    if (to) to.hidden = true;
    bar.hidden = true;
    field(fresh, "text").focus();
  });
}
