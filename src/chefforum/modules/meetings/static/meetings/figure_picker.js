// "Tal" over a text: a figure is chosen in a dialog, seen, and put where the caret stood, as its mark.
(() => {
  const dialog = document.querySelector("[data-figure-dialog]");
  if (!dialog) return;
  const content = dialog.querySelector("[data-figure-content]");
  const FAILED = "Tallene kan ikke hentes lige nu. Det, du har skrevet, er ikke rørt. Prøv igen om lidt.";
  let editor = null;
  let range = null;

  const show = async (url) => {
    const wanted = new URL(url, location.href);
    wanted.searchParams.set("del", "1");
    content.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(wanted, { redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      content.innerHTML = await answer.text();
    } catch {
      content.textContent = FAILED;
    }
    content.removeAttribute("aria-busy");
    for (const copied of content.querySelectorAll("[data-figure-copy]")) copied.hidden = true;
    for (const insert of content.querySelectorAll("[data-figure-insert]")) insert.hidden = false;
    (content.querySelector("[data-figure-mark]") || content.querySelector("select, input:not([type=hidden]), a") || dialog.querySelector("h2")).focus();
  };

  const pick = (chosen) => {
    editor = chosen;
    range = editor.ownRange().cloneRange();
    content.replaceChildren();
    dialog.showModal();
    show(dialog.dataset.figureDialog);
  };
  document.addEventListener("chefforum:pick-figure", (event) => pick(event.detail));

  // The button below the texts is for the one that was written in last; without scripts it saves and leads to a page.
  document.addEventListener("focusin", (event) => {
    editor = event.target.closest(".rich")?.richText ?? editor;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-figure-open]")) return;
    const chosen = editor && document.contains(editor.box) ? editor : document.querySelector(".rich")?.richText;
    if (!chosen) return;
    event.preventDefault();
    pick(chosen);
  });

  dialog.addEventListener("click", (event) => {
    const step = event.target.closest("a[data-figure-step]");
    const mark = event.target.closest("[data-figure-mark]");
    if (step) {
      event.preventDefault();
      show(step.href);
    } else if (mark) {
      dialog.close();
      editor.box.focus();
      editor.change(() => editor.insert(`<p>${mark.dataset.figureMark.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</p>`, range));
    } else if (event.target.closest("[data-figure-close]")) dialog.close();
  });

  dialog.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-figure-step]")) return;
    event.preventDefault();
    show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
  });
})();
