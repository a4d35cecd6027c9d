// The leader's sheet works like a spreadsheet: arrows and Enter move, what is pasted from Excel is spread over the cells, and
// sums follow. `grid.js` saves it. The server reckons exactly; what is shown here in between is the same rule.
(() => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const rows = Array.from(form.querySelectorAll("[data-row]"));
  const cellsOf = (row) => Array.from(row.querySelectorAll(".grid-cell"));
  const cellAt = (row, month) => row?.querySelector(`.grid-cell[data-month="${month}"]`);

  // "1.234,50" is 1234.5, "" is null, and what is no number is NaN.
  const read = (text) => {
    const said = text.trim().replace(/\s*kr\.?$/, "").replace(/[\u00a0\u202f ]/g, "").replace(/^[−–]/, "-");
    if (!said) return null;
    if (!/^-?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?$/.test(said)) return NaN;
    return Number(said.replaceAll(".", "").replace(",", "."));
  };
  const amountOf = (row, value) => {
    const rate = row.dataset.rate === "" ? 100 : Number(row.dataset.rate);
    return Math.sign(value) * Math.round(Math.abs(value) * rate) * Number(row.dataset.sign);
  };
  const kroner = (oere) => {
    if (oere === null) return "–";
    const decimals = oere % 100 === 0 ? 0 : 2;
    return (oere / 100).toLocaleString("da-DK", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
  };
  const add = (sum, amount) => (amount === null || Number.isNaN(amount) ? sum : (sum ?? 0) + amount);

  function sums() {
    const months = new Array(12).fill(null);
    for (const row of rows) {
      let total = null;
      for (const shown of row.querySelectorAll("td.num:not([data-row-total])")) {
        const cell = shown.querySelector(".grid-cell");
        const value = read(cell ? cell.value : shown.textContent.replace("–", ""));
        const amount = value === null || Number.isNaN(value) ? null : amountOf(row, value);
        const month = shown.cellIndex - 1;
        months[month] = add(months[month], amount);
        total = add(total, amount);
      }
      row.querySelector("[data-row-total]").textContent = kroner(total);
    }
    for (const shown of form.querySelectorAll("[data-month-total]")) shown.textContent = kroner(months[shown.dataset.monthTotal - 1]);
    form.querySelector("[data-total]").textContent = kroner(months.reduce(add, null));
  }

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
  const sideways = (cell, step) => {
    const cells = cellsOf(cell.closest("[data-row]"));
    return cells[cells.indexOf(cell) + step];
  };
  const upDown = (cell, step) => {
    let place = rows.indexOf(cell.closest("[data-row]")) + step;
    while (rows[place] && !cellAt(rows[place], cell.dataset.month)) place += step;
    return cellAt(rows[place], cell.dataset.month);
  };
  // Inside a number that is being written the arrows move the caret, until it stands at the end.
  const leaves = (cell, key) => {
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    return all || (key === "ArrowLeft" ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length);
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".grid-cell");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const moves = {
      ArrowUp: () => upDown(cell, -1),
      ArrowDown: () => upDown(cell, 1),
      Enter: () => upDown(cell, event.shiftKey ? -1 : 1),
      ArrowLeft: () => leaves(cell, "ArrowLeft") && sideways(cell, -1),
      ArrowRight: () => leaves(cell, "ArrowRight") && sideways(cell, 1),
    };
    if (event.key === "Escape") {
      put(cell, cell.dataset.before ?? cell.value);
      cell.select();
    } else if (moves[event.key]) {
      const moved = go(moves[event.key]());
      if (moved || event.key === "Enter") event.preventDefault();
    }
  });
  form.addEventListener("focusin", (event) => {
    const cell = event.target.closest(".grid-cell");
    if (!cell) return;
    cell.dataset.before = cell.value;
    cell.select();
  });

  // A block from a spreadsheet: tabs between cells, new lines between rows. Closed months are passed over in their place.
  form.addEventListener("paste", (event) => {
    const cell = event.target.closest(".grid-cell");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const first = rows.indexOf(cell.closest("[data-row]"));
    const month = Number(cell.dataset.month);
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => put(cellAt(rows[first + down], month + right), value.trim()));
    });
  });

  form.addEventListener("input", sums);
  // The first month that can be written in is what one came for: closed ones are to the left of it.
  const box = form.querySelector(".table-box");
  const first = form.querySelector(".grid-cell");
  if (box && first) {
    // A whole month is what stands first: half an amount would be read as another one.
    const [what, ...months] = form.querySelectorAll("thead th");
    const wanted = Math.min(first.parentElement.offsetLeft - what.offsetWidth, box.scrollWidth - box.clientWidth);
    box.scrollLeft = Math.max(0, ...months.map((month) => month.offsetLeft - what.offsetWidth).filter((left) => left <= wanted));
  }

  window.chefforumGrid = { form, cells: Array.from(form.querySelectorAll(".grid-cell")), sums };
})();
