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

// A form that makes one thing has a token (web/once.py). A browser that goes back may fetch the page anew, with another
// token, and put in what was typed: the place in the history keeps the first.
for (const token of document.querySelectorAll('input[type="hidden"][name="once"]')) {
  if (history.state?.once) token.value = history.state.once;
  else history.replaceState({ ...history.state, once: token.value }, "");
}
