// The form, and the line below it that says what becomes of the answers. All of it is an addition: without this
// script the form works as it stands. Questions may be called "action" or "elements", so nothing of the form is
// read by such names.
const form = document.querySelector("form[novalidate]");
const note = document.getElementById("_kept");
const settings = note ? note.dataset : {};
const clock = Number(settings.now || 0) - Date.now();

// Now, in the server's time.
function now() {
  return Date.now() + clock;
}

function controls() {
  return [...form.querySelectorAll("input, textarea, select")];
}

function hidden(name) {
  return form.querySelector(`input[type="hidden"][name="${name}"]`);
}

// The question that a field belongs to: "contact_wish.phone" is contact_wish's. Our own fields are nobody's.
function questionOf(name) {
  return !name || name.startsWith("_") || name === "web-site" ? "" : name.split(".")[0];
}

function questions() {
  return [...new Set(controls().map((control) => questionOf(control.name)))].filter(Boolean);
}

// What the form would post for one question; files go with the page only.
function fieldsOf(key) {
  return [...new FormData(form)].filter(([name, value]) => questionOf(name) === key && typeof value === "string");
}

function isBlank(fields) {
  return !fields.some(([, value]) => value.trim());
}

function fillIn(key, fields) {
  for (const control of controls()) {
    if (questionOf(control.name) !== key || control.type === "file") continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values.find((value) => value !== "cannot_judge") ?? "";
  }
  form.dispatchEvent(new Event("filled"));
}

// One of the sentences that the page brought along. Said again only when it changes.
function say(name) {
  const words = settings[name] || "";
  document.getElementById("_promise").hidden = name === "saved" || name === "queued";
  note.classList.toggle("waits", name === "waits" || name === "queued");
  if (note.textContent !== words) note.textContent = words;
}
