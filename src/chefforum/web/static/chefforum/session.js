// A part of a page that comes back as a whole page (signed out meanwhile): go there instead of putting it inside this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  window.location.assign(xhr.responseURL || window.location.href);
});
// The token of the session as it is now: it changes when one signs in again in another window.
window.chefforumHeaders = () => {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return { "X-CSRFToken": cookie ? cookie.slice("csrftoken=".length) : field.value, Accept: "application/json" };
};
