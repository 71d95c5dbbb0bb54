// Begins. A page without the form has taken the answers, or takes none any more: nothing of them stays here.
const typing = 800;
const choosing = 150;

function changed(event) {
  const key = questionOf(event.target.name);
  if (!key) return;
  const isWritten = event.type === "input" && event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
  count();
  measureAll();
  mend(event.target);
  if (event.target.type !== "file") touch(key, isWritten ? typing : choosing);
}

// Whoever mends an answer is not told any longer that it is wrong; the server looks again.
function mend(control) {
  const block = control.closest(".wrong");
  if (!block) return;
  block.classList.remove("wrong");
  block.querySelector(".msg").remove();
  for (const each of [block, control]) each.removeAttribute("aria-invalid");
}

function begin() {
  rankings();
  measureAll();
  count();
  form.addEventListener("input", changed);
  form.addEventListener("filled", count);
  form.addEventListener("filled", measureAll);
  form.addEventListener("keydown", press);
  form.addEventListener("keydown", stay);
  form.addEventListener("focusin", hint);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.submitter);
  });
  addEventListener("online", goOn);
  addEventListener("offline", () => settings.save && touched.size && say("waits"));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("pagehide", () => touched.size && settings.save && !isSubmitting && save());
  restore();
}

if (form && note) begin();
else if (!document.querySelector("main form")) forget();
