// The edit page with a script: saves as one writes, opens parts without reloading, reorders by mouse and keys.
// Without it every button is a plain form's and every link a page of its own.
import { go } from "./going.js";
import { perform, save, touch } from "./saving.js";
import { watchDragging } from "./dragging.js";
import { watchKeys } from "./keys.js";
import { watchPreview } from "./preview.js";
import { watchPresence } from "./presence.js";
import { watchWriting } from "./writing.js";
import { desk, reveal } from "./parts.js";

const TYPING_PAUSE = 600; // milliseconds: long enough for a word, short enough to feel at once

document.documentElement.classList.add("has-script");

const isField = (target) => target.form === desk() && !("quiet" in target.dataset);

document.addEventListener("input", (event) => {
  if (isField(event.target) && event.target.matches("textarea, input:not([type=checkbox])")) {
    touch({ after: TYPING_PAUSE });
  }
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!isField(field)) return;
  const rebuild = "rebuild" in field.dataset;
  const isText = field.matches("textarea, input:not([type=checkbox], [type=date])");
  if (isText && !rebuild) save(); // what was typed was touched as it was typed
  else touch({ rebuild });
});

document.addEventListener("submit", (event) => {
  if (event.target !== desk()) return;
  event.preventDefault();
  const act = event.submitter?.value ?? "save";
  if (act === "save") save();
  else perform(act);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.dataset.go, { field: link.dataset.field });
});

window.addEventListener("popstate", () => {
  go(new URLSearchParams(location.search).get("at") ?? "", { isBack: true });
});

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
