// The edit page with a script: saves as one writes, opens parts without reloading, reorders by mouse and keys.
// Without it every button is a plain form's and every link a page of its own.
import { go } from "./going.js";
import { watchFields } from "./fields.js";
import { watchDragging } from "./dragging.js";
import { watchKeys } from "./keys.js";
import { watchPreview } from "./preview.js";
import { watchPresence } from "./presence.js";
import { watchWriting } from "./writing.js";
import { reveal } from "./parts.js";

document.documentElement.classList.add("has-script");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.dataset.go, { field: link.dataset.field });
});

window.addEventListener("popstate", () => {
  go(new URLSearchParams(location.search).get("at") ?? "", { isBack: true });
});

watchFields();
watchKeys();
watchDragging();
watchPreview();
watchPresence();
watchWriting();

// On a phone the outline is folded away: the open part comes first.
const narrow = matchMedia("(max-width: 47.98rem)");
const fold = () => { document.getElementById("outline-fold").open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();
reveal();
