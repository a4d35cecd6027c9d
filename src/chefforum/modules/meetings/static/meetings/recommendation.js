// Parts of the recommendation: added, moved and removed where one stands. Without this the same buttons ask the server.
(() => {
  const list = document.querySelector("[data-parts]");
  const add = document.querySelector("[data-part-add]");
  if (!list || !add) return;

  const rows = () => Array.from(list.querySelectorAll("[data-part]"));
  const words = (row) => row.querySelector("textarea");

  const number = () => {
    rows().forEach((row, place) => {
      const id = `del-${place + 1}`;
      words(row).id = id;
      row.querySelector("label").htmlFor = id;
      row.querySelector("label").textContent = `Indstilling, del ${place + 1}`;
      for (const button of row.querySelectorAll("button")) {
        const act = button.value.split(":")[0];
        const what = { "part-up": "Flyt del N op", "part-down": "Flyt del N ned", "part-remove": "Fjern del N" }[act];
        button.value = `${act}:${place}`;
        button.setAttribute("aria-label", what.replace("N", place + 1));
      }
    });
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const empty = rows().find((row) => !words(row).value.trim());
    if (empty) return words(empty).focus();
    const made = rows().at(-1).cloneNode(true);
    for (const field of made.querySelectorAll("input, textarea")) field.value = "";
    list.append(made);
    number();
    words(made).focus();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-part]");
    const [act] = button.value.split(":");
    if (act === "part-remove") {
      const next = row.nextElementSibling || row.previousElementSibling;
      if (rows().length > 1) row.remove();
      else words(row).value = "";
      words(next || row).focus();
    } else {
      const other = act === "part-up" ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (act === "part-up") other.before(row);
      else other.after(row);
      button.focus();
    }
    number();
  });

  // Alt and an arrow moves the part that one writes in.
  list.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || event.target.localName !== "textarea") return;
    event.preventDefault();
    const act = event.key === "ArrowUp" ? "part-up" : "part-down";
    event.target.closest("[data-part]").querySelector(`button[value^="${act}"]`).click();
    event.target.focus();
  });
})();
