// "/" goes to the search field, as long as nobody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.getElementById("top-q");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
