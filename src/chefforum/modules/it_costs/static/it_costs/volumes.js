// The grid of numbers works like a spreadsheet: arrows and Enter move, what is pasted from Excel is spread over the cells. What
// is not saved is kept in this browser for this person alone, and stands there again when one comes back.
(() => {
  const form = document.querySelector("form[data-volumes]");
  if (!form) return;
  const rows = Array.from(form.querySelectorAll("[data-row]"));
  const cellsOf = (row) => Array.from(row?.querySelectorAll(".volumes-cell") ?? []);
  const cells = Array.from(form.querySelectorAll(".volumes-cell"));
  const seenOf = (cell) => form.elements[`s${cell.name.slice(1)}`];
  const isDirty = (cell) => cell.value.trim() !== cell.dataset.kept;
  const key = `chefforum:antal:${form.dataset.volumes}`;
  const line = form.querySelector("[data-draft]");
  for (const cell of cells) cell.dataset.kept = seenOf(cell).value.trim();

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const store = (draft) => {
    try {
      if (Object.keys(draft).length) localStorage.setItem(key, JSON.stringify(draft));
      else localStorage.removeItem(key);
    } catch {
      // A full or closed store: it still stands on the page, and the browser asks before one leaves it.
    }
  };
  // Cells of other pages of the list stay in the draft.
  const mark = () => {
    const draft = kept();
    for (const cell of cells) {
      cell.classList.toggle("is-unsaved", isDirty(cell));
      if (isDirty(cell)) draft[cell.name] = { value: cell.value, seen: seenOf(cell).value };
      else delete draft[cell.name];
    }
    store(draft);
    const count = cells.filter(isDirty).length;
    line.textContent = count ? `${count} ${count === 1 ? "felt er" : "felter er"} ikke gemt endnu. De ligger på denne computer.` : "";
  };

  const draft = kept();
  for (const cell of cells) {
    const there = draft[cell.name];
    if (!there || there.value.trim() === cell.dataset.kept) continue;
    const isWrong = isDirty(cell); // the server did not take it, and says of itself what stands
    if (there.sent && !isWrong && there.seen.trim() !== cell.dataset.kept) continue; // saved, and written the server's way
    cell.value = there.value;
    if (!isWrong) seenOf(cell).value = there.seen; // where another has written meanwhile the server says so
  }
  mark();

  const put = (cell, text) => {
    if (!cell || cell.value === text) return;
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const go = (cell) => {
    if (!cell) return false;
    cell.focus();
    cell.select();
    return true;
  };
  const beside = (cell, step) => {
    const all = cellsOf(cell.closest("[data-row]"));
    return all[all.indexOf(cell) + step];
  };
  const below = (cell, step) => {
    const place = cellsOf(cell.closest("[data-row]")).indexOf(cell);
    let at = rows.indexOf(cell.closest("[data-row]")) + step;
    while (rows[at] && !cellsOf(rows[at])[place]) at += step;
    return cellsOf(rows[at])[place];
  };
  // Inside what is being written the arrows move the caret, until it stands at the end.
  const leaves = (cell, right) => {
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    return all || (right ? cell.selectionStart === cell.value.length : cell.selectionEnd === 0);
  };
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".volumes-cell");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const moves = {
      ArrowUp: () => below(cell, -1),
      ArrowDown: () => below(cell, 1),
      Enter: () => below(cell, event.shiftKey ? -1 : 1),
      ArrowLeft: () => leaves(cell, false) && beside(cell, -1),
      ArrowRight: () => leaves(cell, true) && beside(cell, 1),
    };
    if (event.key === "Escape") put(cell, cell.dataset.kept);
    else if (moves[event.key] && (go(moves[event.key]()) || event.key === "Enter")) event.preventDefault();
  });
  form.addEventListener("focusin", (event) => event.target.closest(".volumes-cell")?.select());
  form.addEventListener("paste", (event) => {
    const cell = event.target.closest(".volumes-cell");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const first = rows.indexOf(cell.closest("[data-row]"));
    const place = cellsOf(cell.closest("[data-row]")).indexOf(cell);
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((words, down) => {
      words.split("\t").forEach((value, right) => put(cellsOf(rows[first + down])[place + right], value.trim()));
    });
  });
  form.addEventListener("input", mark);
  form.addEventListener("submit", () => {
    const sent = kept();
    for (const cell of cells) if (sent[cell.name]) sent[cell.name].sent = true;
    store(sent);
  });
})();
