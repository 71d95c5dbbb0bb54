// What is typed or chosen is saved; a button is performed, and what is typed goes along with it.
import { desk } from "./parts.js";
import { perform, save, touch } from "./saving.js";

const TYPING_PAUSE = 600; // milliseconds: long enough for a word, short enough to feel at once

const isField = (target) => target.form === desk() && !("quiet" in target.dataset);

export function watchFields() {
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
}
