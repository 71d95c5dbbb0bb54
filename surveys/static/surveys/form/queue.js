// The button: looks first whether the server is there. Where it is not, the page waits and sends itself later.
let isSubmitting = false;
let sent = 0; // how often this page was on its way
const patientWith = 2; // a page that gets lost so often waits for the person, not in a circle
const leeway = 60000; // clocks and networks are that slow at most

async function submit(button) {
  if (isSubmitting) return;
  isSubmitting = true;
  if (button && button.name) form.append(copyOf(button));
  keepDraft(touched, true);
  await goOn();
}

// A form that a script sends leaves out the button that was pressed.
function copyOf(button) {
  return Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
}

// What waits goes on: the single answers, and then the page where its button was pressed.
async function goOn() {
  if (!isSubmitting) return touched.size ? save() : undefined;
  const isFresh = navigator.onLine && Date.now() - heardAt < 2000 && !touched.size;
  const isHeard = isFresh || (await save());
  if (!isHeard) return say("queued");
  if (note.classList.contains("waits")) say("sending");
  clearTimeout(timer);
  if (settings.save) keepDraft(touched, true, sent + 1); // until the next page says that it has arrived
  else forget();
  HTMLFormElement.prototype.submit.call(form);
}

// What an earlier visit left on this device. Newer than the server's, or unknown there, it is put back.
async function restore() {
  const draft = stored();
  if (!draft) return;
  sent = draft.sent || 0;
  const isHere = draft.page === hidden("_page").value;
  const answers = Object.entries(draft.answers).filter(([key, answer]) => isNewer(key, answer, isHere));
  const isRefused = sent >= patientWith || form.querySelector(".wrong");
  const isPressed = isHere && !isRefused && draft.pressed > Math.max(Number(settings.savedAt) - leeway, 0);
  if (!answers.length && !isPressed) return forget();
  if (!isHere) {
    const fields = Object.fromEntries(answers.map(([key, answer]) => [key, answer.fields]));
    if (settings.save && (await send(draft.page, draft.nonce, draft.language, fields))) forget();
    return;
  }
  for (const [key, answer] of answers) {
    fillIn(key, answer.fields);
    touched.set(key, answer.at);
  }
  if (isPressed) return submit();
  if (await save()) say("back");
}

function isNewer(key, answer, isHere) {
  const isAfter = answer.at > Number(settings.savedAt);
  if (!isHere) return isAfter;
  const shown = fieldsOf(key);
  return JSON.stringify(shown) !== JSON.stringify(answer.fields) && (isAfter || isBlank(shown));
}
