// Own notes: saved as one writes (data-autosave), and words of the text marked (data-quotable). Without this the forms
// are saved by their buttons.
const PAUSE = 1200;
const AROUND = 80;

const save = async (form, leaving) => {
  const words = form.querySelector("[data-autosave-words]");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Autosave": "1" },
      keepalive: leaving,
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const kept = await answer.json();
    if (kept.url) {
      form.action = kept.url;
      form.querySelector("input[name=seen]").value = kept.seen;
    }
    words.textContent = kept.words;
  } catch {
    words.textContent = "Kan ikke gemme lige nu. Teksten står her stadig.";
  }
};

for (const form of document.querySelectorAll("form[data-autosave]")) {
  let timer = 0;
  let work = Promise.resolve();
  const send = (leaving) => {
    clearTimeout(timer);
    timer = 0;
    work = work.then(() => save(form, leaving));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => send(false), PAUSE);
  });
  // What is being saved is saved first, so that a note is not written twice.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (form.dataset.sending) return;
    event.preventDefault();
    form.dataset.sending = "yes";
    work.then(() => form.submit());
  });
  addEventListener("pagehide", () => {
    if (timer) send(true);
  });
}

const bar = document.querySelector("[data-mark-bar]");
const fresh = document.querySelector("[data-new-note]");

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
  const start = range.startContainer.parentElement?.closest("[data-quotable]");
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
  return { quote, before: wordsOf(before).slice(-AROUND), after: wordsOf(after).slice(0, AROUND) };
};

const fill = (form, words) => {
  for (const [name, value] of Object.entries(words)) form.querySelector(`input[name=${name}]`).value = value;
};

if (bar && fresh) {
  document.addEventListener("selectionchange", () => {
    if (bar.contains(document.activeElement)) return;
    const words = chosen();
    bar.hidden = !words;
    if (words) fill(bar, words);
  });
  bar.querySelector("[data-note-to-quote]").addEventListener("click", () => {
    const words = Object.fromEntries(["quote", "before", "after"].map((name) => [name, bar.querySelector(`input[name=${name}]`).value]));
    fill(fresh, words);
    const shown = fresh.querySelector("[data-quote-shown]");
    shown.textContent = words.quote;
    shown.hidden = false;
    bar.hidden = true;
    fresh.querySelector("textarea").focus();
  });
}
