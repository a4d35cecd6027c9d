// Minutes by keyboard, and a clock that goes on. Without this the same buttons and links do the same.
const form = document.querySelector("[data-autosave]");
const field = form?.querySelector("[data-decision]");
const saved = document.getElementById("gemt");
const keys = document.querySelector("[data-keys]");
const OFF = "chefforum.minute-keys-off";

// --- what is written is saved; what has not been sent yet is sent before one goes on ---
let sent = null; // the text on its way to the server
let unsaved = false;
let busy = false; // a request is on its way
let going = null; // what to do when all is saved

function save() {
  form.dispatchEvent(new Event("save"));
}

function afterSaving(act) {
  if (!unsaved && !busy) return act();
  going = act;
  if (!busy) save();
}

function say(words) {
  const status = saved?.querySelector("[role=status]");
  if (status) status.textContent = words;
}

if (form) {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("htmx:configRequest", () => { sent = field.value; unsaved = false; busy = true; });
  form.addEventListener("htmx:afterRequest", (event) => {
    busy = false;
    if (event.detail.successful) return;
    unsaved = true;
    going = null;
    say("Ikke gemt endnu. Siden prøver igen om lidt.");
    setTimeout(save, 5000);
  });
  saved.addEventListener("htmx:afterSwap", () => {
    const text = saved.querySelector("[data-new-text]");
    // Only a text that nobody has gone on writing in gives way to a suggestion.
    if (text && field.value === sent) field.value = text.value;
    busy = false;
    const act = going;
    going = null;
    if (act) afterSaving(act);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !(unsaved || busy) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    afterSaving(() => window.location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form) { unsaved = false; return; }
    if (!unsaved && !busy) return;
    event.preventDefault();
    const { target, submitter } = event;
    afterSaving(() => {
      // What came back may have put the same button in the place of the one that was pressed.
      if (target.isConnected) target.requestSubmit(submitter);
      else saved.querySelector(`button[value="${submitter?.value}"]`)?.click();
    });
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

// --- keys; somebody whose aids use single keys themselves can turn them off ---
const areOn = () => keys && localStorage.getItem(OFF) !== "1";

function showKeys() {
  keys.hidden = false;
  document.body.classList.toggle("has-keys", areOn());
  const button = keys.querySelector("[data-keys-switch]");
  button.setAttribute("aria-pressed", String(areOn()));
  button.textContent = areOn() ? "Taster er slået til" : "Taster er slået fra";
}

if (keys) {
  showKeys();
  keys.querySelector("[data-keys-switch]").addEventListener("click", () => {
    localStorage.setItem(OFF, areOn() ? "1" : "0");
    showKeys();
  });
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.querySelector("[data-ctrl-enter]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
  const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=radio])");
  if (event.key === "Escape" && typing) {
    document.getElementById("punktet").focus();
    return;
  }
  if (typing) return;
  if (/^[0-8]$/.test(event.key)) choose(event);
  else if (/^[a-z]$/i.test(event.key)) press(event);
}

function choose(event) {
  const parts = Array.from(form?.querySelectorAll("[data-part]") || []);
  const unanswered = parts.find((part) => !part.querySelector("input[type=radio]:checked:not([value=''])"));
  const part = event.target.closest("[data-part]") || unanswered || parts[0];
  const outcome = part?.querySelector(`[data-outcome="${event.key}"]`);
  if (!outcome) return;
  event.preventDefault();
  const next = parts[parts.indexOf(part) + 1];
  const wasChosen = outcome.checked;
  outcome.checked = true;
  if (!wasChosen) outcome.dispatchEvent(new Event("change", { bubbles: true }));
  const stands = next ? next.querySelector("input[type=radio]:checked") || next.querySelector("input[type=radio]") : outcome;
  stands.focus();
}

function press(event) {
  const target = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("textarea")) {
    target.focus();
    target.setSelectionRange(target.value.length, target.value.length);
  } else target.click();
}

// --- the clock: from what the server said when the page came ---
const clock = document.querySelector("[data-clock]");
if (clock) {
  const came = Date.now();
  const late = Number(clock.dataset.late);
  const growsAfter = Number(clock.dataset.growsAfter);
  const end = clock.querySelector("[data-clock-end]");
  const expected = new Date(end.dataset.end).getTime();
  const tick = () => {
    const more = Math.max(0, (Date.now() - came) / 1000 - growsAfter);
    const minutes = Math.trunc((late + more) / 60);
    const words = minutes > 0 ? `${minutes} min. bagud` : minutes < 0 ? `${-minutes} min. foran` : "I tide";
    clock.querySelector("[data-clock-words]").textContent = words;
    const time = new Date(expected + more * 1000);
    const two = (number) => String(number).padStart(2, "0");
    end.textContent = `kl. ${two(time.getHours())}.${two(time.getMinutes())}`;
  };
  setInterval(tick, 10000);
}
