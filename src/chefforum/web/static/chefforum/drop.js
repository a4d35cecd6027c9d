// A file may be dropped on the field (data-drop). Without this the field's own button does the same.
const readyToDrop = (root) => {
  for (const box of root.querySelectorAll("[data-drop]:not(.drop-ready)")) {
    const input = box.querySelector("input[type=file]");
    const words = box.querySelector("[data-drop-words]");
    const name = box.querySelector("[data-drop-name]");
    if (!input || !("DataTransfer" in window)) continue;
    box.classList.add("drop-ready");
    if (words) words.hidden = false;
    const over = (is) => box.classList.toggle("drop-over", is);
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    box.addEventListener("dragleave", () => over(false));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      const chosen = new DataTransfer();
      const files = input.multiple ? event.dataTransfer.files : [event.dataTransfer.files[0]];
      for (const file of files) chosen.items.add(file);
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      if (name) name.textContent = `Valgt: ${Array.from(files, (file) => file.name).join(", ")}`;
    });
  }
};
readyToDrop(document);
document.addEventListener("htmx:load", (event) => readyToDrop(event.detail.elt));
