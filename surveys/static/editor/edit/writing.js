// Puts a fact's name where one was writing last.

let last = null;

export function watchWriting() {
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#panel textarea[lang]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insert(button.dataset.insert);
  });
}

function insert(words) {
  const field = last?.isConnected ? last : document.querySelector("#panel textarea[lang]");
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
