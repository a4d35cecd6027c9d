// What is written is not lost by accident: the browser asks before one leaves a changed form (data-keep).
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

// After a refused form the summary of what to put right is where one stands.
document.querySelector("[data-error-summary]")?.focus();
