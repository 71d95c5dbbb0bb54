// Keys: Ctrl+S saves, Ctrl+Z and Ctrl+Shift+Z outside of text fields undo and redo, Alt and an arrow move a row.
import { perform, save } from "./saving.js";

const TEXT = "textarea, select, input:not([type=checkbox])";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    turn(event);
    move(event);
  });
}

function turn(event) {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && (key === "s" || key === "ы")) {
    event.preventDefault();
    save();
  }
  const isTurn = (event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y" || key === "я" || key === "н");
  if (!isTurn || event.target.matches(TEXT)) return; // in a field the browser undoes letters
  event.preventDefault();
  const isRedo = event.shiftKey || key === "y" || key === "н";
  const button = document.getElementById(isRedo ? "edit-redo" : "edit-undo");
  if (!button.disabled) perform(button.value);
}

function move(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const item = event.target.closest("#edit-outline [data-item]");
  if (!item) return;
  event.preventDefault();
  perform(`move ${item.dataset.item} ${event.key === "ArrowUp" ? "up" : "down"}`);
}
