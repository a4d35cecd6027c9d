// The sheet is saved while one writes. What has not reached the server stays marked, is kept in this browser for this person
// alone, and is offered again. What another wrote meanwhile is shown, and nobody's words are lost.
(() => {
  if (!window.chefforumGrid) return;
  const { form, cells, sums } = window.chefforumGrid;
  const WAIT = 900; // ms without a key before it is saved
  const savedLine = form.querySelector("[data-saved]");
  const troubleLine = form.querySelector("[data-trouble]");
  const undoButton = form.querySelector("[data-undo]");
  const undoWords = form.querySelector("[data-undo-words]");
  const undoForm = document.getElementById("fortryd");
  const redoButton = form.querySelector("[data-redo]");
  const redoWords = form.querySelector("[data-redo-words]");
  const redoForm = document.getElementById("goer-om");
  const waiting = document.querySelector("[data-waiting]");
  const key = `chefforum:ark:${form.dataset.person}:${form.dataset.grid}`;
  const seenOf = (cell) => form.elements[`s${cell.name.slice(1)}`];
  const isDirty = (cell) => cell.value.trim() !== seenOf(cell).value.trim();
  let timer;
  let running = null;
  savedLine.textContent = "Gemmer, mens du skriver.";

  const store = (value) => {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // A full or closed store: it still stands on the page, and the browser asks before one leaves it.
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const trouble = (words) => {
    troubleLine.hidden = !words;
    savedLine.hidden = Boolean(words);
    if (troubleLine.textContent !== words) troubleLine.textContent = words;
  };
  const mark = () => {
    const dirty = cells.filter(isDirty);
    for (const cell of cells) cell.classList.toggle("is-unsaved", dirty.includes(cell));
    store(dirty.length ? Object.fromEntries(dirty.map((cell) => [cell.name, cell.value])) : null);
  };
  const say = (cell, words) => {
    const id = `${cell.name}-error`;
    document.getElementById(id)?.remove();
    cell.classList.toggle("is-wrong", Boolean(words));
    cell.toggleAttribute("aria-invalid", Boolean(words));
    if (!words) return cell.removeAttribute("aria-describedby");
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", id);
    const line = document.createElement("span");
    line.className = "form-error-message grid-error";
    line.id = id;
    line.textContent = words;
    cell.parentElement.append(line);
  };

  function take(answer, sent) {
    for (const cell of cells) {
      const there = answer.cells[cell.name];
      const wrong = answer.errors[cell.name];
      if (sent.has(cell.name) || !wrong) say(cell, wrong);
      if (there === undefined) continue;
      const untouched = sent.has(cell.name) ? cell.value === sent.get(cell.name) : !isDirty(cell);
      if (untouched && !wrong && cell.value !== there) cell.value = there;
      if (!wrong) seenOf(cell).value = there;
    }
    sums();
    waiting.innerHTML = answer.waiting;
    undoForm.elements.batch.value = answer.undo;
    undoButton.disabled = !answer.undo;
    undoWords.textContent = answer.undo_words;
    redoForm.elements.batch.value = answer.redo;
    redoButton.hidden = !answer.redo;
    redoWords.textContent = answer.redo_words;
    const wrong = Object.keys(answer.errors).length;
    trouble(wrong ? "Det, der står i de røde felter, er ikke gemt. Resten er gemt." : "");
    savedLine.textContent = `Gemt ${answer.saved}`;
    document.body.dispatchEvent(new CustomEvent("chefforum:saved", { bubbles: true }));
  }

  async function send() {
    const sent = new Map(cells.filter(isDirty).map((cell) => [cell.name, cell.value]));
    if (!sent.size) return trouble("");
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "aar"]) body.append(name, form.elements[name].value);
    for (const [name, value] of sent) {
      body.append(name, value);
      body.append(`s${name.slice(1)}`, form.elements[`s${name.slice(1)}`].value);
    }
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Grid": "1" }, redirect: "manual" });
    } catch {
      return trouble("Ikke gemt: ingen forbindelse. Tallene er gemt på denne computer og sendes, når forbindelsen er der igen.");
    }
    if (answer.type === "opaqueredirect") return trouble("Ikke gemt: du er logget ud. Tallene er gemt på denne computer. Log ind igen i et nyt vindue.");
    if (!answer.ok) return trouble("Ikke gemt: serveren svarer ikke, som den skal. Tallene er gemt på denne computer og sendes igen.");
    take(await answer.json(), sent);
    mark();
    // Written while it was being sent; a cell that was refused waits for its writer.
    if (cells.some((cell) => isDirty(cell) && cell.value !== sent.get(cell.name))) later();
  }
  const save = () => {
    clearTimeout(timer);
    running ||= send().finally(() => {
      running = null;
      mark();
    });
    return running;
  };
  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  form.addEventListener("input", () => {
    mark();
    later();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter === undoButton || event.submitter === redoButton) return;
    event.preventDefault();
    save();
  });
  for (const back of [undoForm, redoForm]) {
    back?.addEventListener("submit", async (event) => {
      if (!running && !cells.some(isDirty)) return;
      event.preventDefault(); // what is written last is what is undone
      await save();
      if (!cells.some(isDirty)) back.requestSubmit();
    });
  }
  window.addEventListener("online", save);
  window.addEventListener("focus", () => troubleLine.hidden || save());
  window.addEventListener("beforeunload", (event) => {
    if (cells.some(isDirty)) event.preventDefault();
  });

  // What did not reach the server last time is put in again, marked, and saved by the ordinary rule: what another wrote
  // meanwhile is not overwritten.
  const draft = kept();
  const back = cells.filter((cell) => draft[cell.name] !== undefined && draft[cell.name] !== cell.value);
  for (const cell of back) cell.value = draft[cell.name];
  if (back.length) {
    sums();
    mark();
    later();
  }
})();
