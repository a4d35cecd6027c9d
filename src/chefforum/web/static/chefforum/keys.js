// "/" goes to the search field, and ← and → to the neighbours that a page names, as long as nobody is typing.
const NEIGHBOURS = { ArrowLeft: "prev", ArrowRight: "next" };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable], .table-box");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key in NEIGHBOURS) {
    document.querySelector(`[data-arrow-keys] a[rel="${NEIGHBOURS[event.key]}"]`)?.click();
    return;
  }
  const field = document.getElementById("top-q");
  if (event.key !== "/" || !field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
