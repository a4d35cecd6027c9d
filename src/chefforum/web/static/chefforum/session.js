// A part of a page that comes back as a whole page (signed out meanwhile): go there instead of putting it inside this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  window.location.assign(xhr.responseURL || window.location.href);
});
