// Rows of the outline are dragged with a mouse or pen; fingers scroll, and keys have buttons of their own.
import { perform } from "./saving.js";

const FAR_ENOUGH = 6; // pixels before a press becomes a drag
let drag = null;

export function watchDragging() {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", leave);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("#edit-outline")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
  document.addEventListener("click", swallow, true);
}

function begin(event) {
  const item = event.target.closest("#edit-outline [data-item]");
  if (!item || event.pointerType === "touch" || event.button !== 0 || event.target.closest("button")) return;
  drag = { item, x: event.clientX, y: event.clientY, isMoving: false, target: null };
}

function follow(event) {
  if (!drag) return;
  const distance = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
  if (!drag.isMoving && distance < FAR_ENOUGH) return;
  drag.isMoving = true;
  document.documentElement.classList.add("is-dragging");
  drag.item.classList.add("is-dragged");
  mark(target(event));
}

// The row under the pointer that the dragged one may stand beside: questions by questions, pages by pages.
function target(event) {
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("#edit-outline [data-item]");
  if (!over || over === drag.item) return null;
  const isPage = drag.item.dataset.item.startsWith("pages.");
  const sheet = over.closest("[data-page]");
  if (isPage) return sheet && sheet !== drag.item.closest("[data-page]") ? { item: sheet.querySelector("[data-item]"), isAfter: isLower(event, sheet) } : null;
  const isHead = over.dataset.item.startsWith("pages.");
  return { item: over, isAfter: isHead || isLower(event, over) };
}

function isLower(event, element) {
  const box = element.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function mark(found) {
  document.querySelectorAll(".is-target-before, .is-target-after").forEach((each) => each.classList.remove("is-target-before", "is-target-after"));
  drag.target = found;
  found?.item.classList.add(found.isAfter ? "is-target-after" : "is-target-before");
}

function end() {
  if (!drag?.isMoving) { drag = null; return; }
  const { item, target: found } = drag;
  leave();
  swallowNext = true;
  setTimeout(() => { swallowNext = false; }, 0);
  if (found) perform(`place ${item.dataset.item} ${goal(item, found)}`);
}

// "PAGE INDEX", counted without the dragged row.
function goal(item, { item: over, isAfter }) {
  if (item.dataset.item.startsWith("pages.")) {
    const others = [...document.querySelectorAll("[data-page]")].filter((each) => !each.contains(item));
    const sheet = over.closest("[data-page]");
    return `${sheet.dataset.page} ${others.indexOf(sheet) + (isAfter ? 1 : 0)}`;
  }
  const sheet = over.closest("[data-page]");
  if (over.dataset.item.startsWith("pages.")) return `${sheet.dataset.page} 0`;
  const others = [...sheet.querySelectorAll("ol > [data-item]")].filter((each) => each !== item);
  return `${sheet.dataset.page} ${others.indexOf(over) + (isAfter ? 1 : 0)}`;
}

function leave() {
  document.documentElement.classList.remove("is-dragging");
  document.querySelectorAll(".is-dragged, .is-target-before, .is-target-after").forEach((each) => each.classList.remove("is-dragged", "is-target-before", "is-target-after"));
  drag = null;
}

let swallowNext = false;

function swallow(event) {
  if (!swallowNext) return;
  swallowNext = false;
  event.preventDefault();
  event.stopPropagation();
}
