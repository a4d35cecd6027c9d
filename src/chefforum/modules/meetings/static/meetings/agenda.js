// The agenda is put in order by dragging, and by Alt with an arrow; each change is saved at once, by htmx. Without this the
// buttons of each row do the same. What comes while a change is being saved waits for its turn.
const agendaForm = () => document.querySelector("form[data-agenda]");
const agendaRows = (form) => Array.from(form.querySelectorAll("[data-agenda-row]"));
const orderOf = (form) => agendaRows(form).map((row) => row.dataset.agendaRow).join(",");

let saving = false; // said to those who hear the page, too, as aria-busy
const say = (busy) => document.querySelector(".builder-agenda")?.setAttribute("aria-busy", String(busy));
let typed = new Map(); // what was typed while a change was being saved
const waiting = []; // ids of what is to be pressed or sent next

function save(form) {
  form.elements.order.value = orderOf(form);
  window.htmx.trigger(form, "submit");
}

// What stands open under "Mere", and what is typed there, is not sent: it is carried over to the agenda that comes back.
const unsent = new Map();
const opened = () => document.querySelectorAll(".agenda-more[open]");
function carryOver() {
  for (const more of opened()) {
    const field = more.querySelector("input[type=text], input:not([type])");
    unsent.set(more.id, field ? { id: field.id, value: field.value, focus: field === document.activeElement } : null);
  }
}
function putBack() {
  for (const [id, field] of unsent) {
    const more = document.getElementById(id);
    if (more) more.open = true;
    const there = field && document.getElementById(field.id);
    if (there) {
      there.value = field.value;
      if (field.focus) there.focus();
    }
  }
  unsent.clear();
}
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "agenda") carryOver();
});

// The agenda that comes back gives the focus back, but not what was marked in a field of numbers: what is typed next replaces
// the number, as it would have done, instead of standing in front of it.
document.addEventListener("htmx:afterSwap", () => {
  const field = document.activeElement;
  if (field?.matches("[data-agenda-minutes]") && !typed.has(field.id)) field.select();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "agenda-form") {
    saving = true;
    say(true);
    typed = new Map();
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!saving || !document.getElementById("agenda")) return;
  if (event.target.id !== "agenda" && event.detail.target?.id !== "agenda") return;
  putBack();
  saving = false;
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  typed = new Map();
  const next = waiting.shift();
  if (!next) say(false);
  if (next === "agenda-form") save(agendaForm());
  else if (next) document.getElementById(next)?.click();
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => {
    if (!saving) return;
    saving = false;
    say(false);
    waiting.length = 0;
    const status = document.getElementById("agenda-status");
    if (status) {
      status.classList.remove("sr-only");
      status.textContent = "Ændringen blev ikke gemt. Se, om du har forbindelse, og prøv igen.";
    }
  });
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-agenda-move]");
    if (!button || !saving) return;
    event.preventDefault();
    event.stopPropagation();
    waiting.push(button.id);
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = event.target.closest("[data-agenda-movable]");
  if (!row) return;
  event.preventDefault();
  row.querySelector(`[data-agenda-move="${event.key === "ArrowUp" ? "up" : "down"}"]`)?.click();
});
document.addEventListener("input", (event) => {
  if (saving && event.target.matches("[data-agenda-minutes]")) typed.set(event.target.id, event.target.value);
});
document.addEventListener("change", (event) => {
  const form = agendaForm();
  if (!form || !event.target.matches("[data-agenda-minutes]")) return;
  if (saving) waiting.push(form.id);
  else save(form);
});

// Dragging: by mouse, pen and finger. Escape puts the row back.
let drag = null;
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-agenda-grip]");
  const form = agendaForm();
  if (!grip || !form || saving || event.button !== 0) return;
  event.preventDefault();
  const row = grip.closest("[data-agenda-row]");
  drag = { row, form, before: orderOf(form), next: row.nextElementSibling };
  row.classList.add("is-dragged");
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const others = agendaRows(drag.form).filter((row) => row !== drag.row && row.hasAttribute("data-agenda-movable"));
  const below = others.find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  if (below) below.before(drag.row);
  else others.at(-1)?.after(drag.row);
});
function endDrag(keep) {
  if (!drag) return;
  const { row, form, before, next } = drag;
  drag = null;
  row.classList.remove("is-dragged");
  if (!keep) row.parentElement.insertBefore(row, next);
  else if (orderOf(form) !== before) save(form);
}
document.addEventListener("pointerup", () => endDrag(true));
document.addEventListener("pointercancel", () => endDrag(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") endDrag(false);
});
