// Where a row of tabs scrolls, the page that one is on stands in the middle of it, and so does the tab that has the focus:
// browsers do not move one of which a part is seen.
for (const row of document.querySelectorAll("[data-tabs]")) {
  const show = (tab) => (row.scrollLeft = tab.parentElement.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2);
  const here = row.querySelector("[aria-current]");
  if (here) show(here);
  row.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && show(event.target));
}
