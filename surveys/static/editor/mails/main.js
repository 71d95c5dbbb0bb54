// The mail's page with a script: saves as one writes, as the editor does, and shows the mail anew after each save.
import { watchFields } from "../edit/fields.js";
import { watchKeys } from "../edit/keys.js";
import { watchPresence } from "../edit/presence.js";
import { refresh, watchPreview } from "../edit/preview.js";
import { desk } from "../edit/parts.js";

document.documentElement.classList.add("has-script");

const frame = document.getElementById("preview-frame");
const which = document.getElementById("mail-which");
const language = document.getElementById("preview-language");
const toMe = document.querySelector(".to-me");

which.addEventListener("change", () => {
  frame.dataset.path = which.selectedOptions[0].dataset.path;
  refresh({ isForced: true });
});

// What stands around the frame says the same as the mail in it.
frame.addEventListener("load", async () => {
  const query = new URLSearchParams({ which: which.value, lang: language.value });
  if (toMe) {
    toMe.elements.which.value = which.value;
    toMe.elements.lang.value = language.value;
    toMe.hidden = which.value === "short";
  }
  const response = await fetch(`${location.pathname}?${query}`).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const here of document.querySelectorAll("[data-again]")) {
    const fresh = page.getElementById(here.id);
    if (fresh && "placeholder" in here) here.placeholder = fresh.placeholder;
    else if (fresh && fresh.innerHTML !== here.innerHTML) here.replaceChildren(...fresh.childNodes);
  }
});

watchPreview();
if (desk().dataset.present) {
  watchFields();
  watchKeys();
  watchPresence();
}
