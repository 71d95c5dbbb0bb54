// Keys on a focused scale: a digit chooses its number and leads on to the next question. 10 is 1 and 0, or 0 where
// the scale begins at 1.
const hesitation = 700;
let waiting = 0;
let isOne = false;

function press(event) {
  const radio = event.target;
  if (radio.type !== "radio" || !/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const group = controls().filter((control) => control.name === radio.name);
  const find = (value) => group.find((control) => control.value === value);
  const ten = event.key === "0" ? find("10") : null;
  const chosen = (isOne && ten) || find(event.key) || ten;
  if (!chosen) return;
  event.preventDefault();
  choose(chosen);
  clearTimeout(waiting);
  isOne = event.key === "1" && Boolean(find("10"));
  if (isOne) waiting = setTimeout(leadOn, hesitation, chosen);
  else leadOn(chosen);
}

function choose(radio) {
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
}

function leadOn(from) {
  isOne = false;
  if (document.activeElement !== from) return;
  const all = controls().filter((control) => questionOf(control.name));
  const next = all.slice(all.indexOf(from)).find((control) => control.name !== from.name);
  if (!next || questionOf(next.name) === from.name) return;
  const group = all.filter((control) => control.name === next.name);
  const target = (next.type === "radio" && group.find((control) => control.checked)) || next;
  target.focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.closest(".q, .row, .side").scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
}

// Whoever comes by keyboard is told so once.
function hint(event) {
  const keys = document.getElementById("_keys");
  if (event.target.type === "radio" && event.target.closest(".scale") && event.target.matches(":focus-visible")) {
    keys.textContent = keys.dataset.words;
  }
}
