// Puts the parts of a page that the server sent into the page that is open.

export const desk = () => document.getElementById("desk");
export const panel = () => document.getElementById("panel");

export function parse(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  return found.getElementById("desk") ? found : null;
}

// Everything marked data-fresh always; the open part itself only where `isWhole`: somebody may be typing in it.
export function show(page, { isWhole }) {
  const held = heldFocus();
  const isAdding = document.getElementById("edit-adder")?.open && !isWhole;
  if (isWhole && "keeps" in panel().dataset) fill(page);
  else if (isWhole) {
    const opened = [...panel().querySelectorAll("details[open]")].map(place);
    panel().replaceChildren(...page.getElementById("panel").childNodes);
    panel().querySelectorAll("details").forEach((each) => { each.open ||= opened.includes(place(each)); });
  }
  for (const fresh of page.querySelectorAll("[data-fresh]")) {
    const here = document.getElementById(fresh.id);
    if (here && here.innerHTML !== fresh.innerHTML) here.replaceChildren(...fresh.childNodes);
  }
  markWrong(page);
  for (const name of ["revision", "at", "focus"]) desk().dataset[name] = page.getElementById("desk").dataset[name];
  const mend = document.getElementById("edit-mend");
  mend.hidden = page.getElementById("edit-mend").hidden;
  if (isAdding) document.getElementById("edit-adder").open = true;
  restore(held);
  reveal();
}

// A panel of another page's own making stays; its fields take the values.
function fill(page) {
  for (const field of panel().querySelectorAll("textarea[id]")) {
    const fresh = page.getElementById(field.id);
    if (fresh) field.value = fresh.value;
  }
}

const place = (details) => details.className + [...panel().querySelectorAll("details")].filter((each) => each.className === details.className).indexOf(details);

function markWrong(page) {
  for (const field of panel().querySelectorAll("[aria-describedby][id]")) {
    const fresh = page.getElementById(field.id);
    if (fresh?.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

// Where the focus is, in words that survive an exchange of elements.
function heldFocus() {
  const active = document.activeElement;
  if (!active || active === document.body) return null;
  return { element: active, id: active.id, value: active.value, go: active.dataset?.go, item: active.closest?.("[data-item]")?.dataset.item };
}

function restore(held) {
  if (!held || held.element.isConnected) return;
  const found = (held.id && document.getElementById(held.id))
    || (held.go && document.querySelector(`#edit-outline a[data-go="${held.go}"]`))
    || (held.value && [...document.querySelectorAll("button[name=act]")].find((each) => each.value === held.value && !each.disabled))
    || (held.item && document.querySelector(`[data-item="${held.item}"] a`));
  found?.focus({ preventScroll: true });
}

// After an act: the field to go on with, as the server named it.
export function focusNext() {
  const wanted = desk().dataset.focus;
  if (!wanted) return;
  const field = wanted === "first" ? panel().querySelector("textarea") : fieldOf(wanted.replace(/[.:]/g, "-"));
  (field ?? panel()).focus();
}

// The field whose id begins so, or the only element that has it.
export const fieldOf = (id) => panel().querySelector(`:is(textarea, input:not([type=hidden]), select)[id^="${CSS.escape(id)}"]`) ?? document.getElementById(id);

// The open row within the outline's own scroll, never the page's.
export function reveal() {
  const outline = document.getElementById("outline-fold");
  const row = outline?.querySelector("[aria-current]"); // the mail's page has no outline
  if (!row || outline.scrollHeight <= outline.clientHeight) return;
  const place = row.getBoundingClientRect();
  const box = outline.getBoundingClientRect();
  const hidden = 72; // below: the button that stands on the outline's end
  if (place.top < box.top) outline.scrollTop += place.top - box.top - 8;
  const end = Math.min(box.bottom, innerHeight) - hidden;
  if (place.bottom > end) outline.scrollTop += place.bottom - end;
}

export function say(words, { isBad = false } = {}) {
  const status = document.getElementById("edit-status");
  status.textContent = words;
  status.classList.toggle("is-bad", isBad);
}
