// An item counts as read when it has been in sight long enough (data-read-after, seconds). Without this the button says it.
const waiting = document.querySelector("form[data-read-after]");
if (waiting) {
  let left = Number(waiting.dataset.readAfter);
  const clock = setInterval(() => {
    if (document.visibilityState !== "visible") return;
    left -= 1;
    if (left > 0) return;
    clearInterval(clock);
    // Whoever is about to press a button keeps it under the finger.
    if (!waiting.isConnected || waiting.contains(document.activeElement)) return;
    const back = waiting.querySelector("input[name=back]").value;
    window.htmx.ajax("POST", waiting.action, {
      target: "#laesning",
      swap: "outerHTML",
      values: { back, read: "yes" },
    });
  }, 1000);
}
