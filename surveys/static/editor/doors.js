// Copies what stands in a field, and prints a sheet. Without this script both are done by hand.
"use strict";
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const label = button.textContent;
  field.addEventListener("focus", () => field.select());
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  });
}
for (const button of document.querySelectorAll("[data-prints]")) button.addEventListener("click", () => print());
