// Saves as one answers: what was touched goes to the server in the background, and waits on this device until it
// is there.
const touched = new Map();
const longestPause = 30000;
let pause = 3000;
let timer = 0;
let saving = null;

function touch(key, wait) {
  touched.set(key, now());
  keepDraft(touched, false);
  saveIn(wait);
}

function saveIn(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

// True where the server answered, whatever it said. One post at a time: a second one waits for the first.
async function save() {
  clearTimeout(timer);
  if (!settings.save) return navigator.onLine;
  while (saving) await saving;
  saving = saveTouched();
  const isHeard = await saving;
  saving = null;
  return isHeard;
}

async function saveTouched() {
  const sent = new Map(touched);
  const answers = Object.fromEntries([...sent.keys()].map((key) => [key, fieldsOf(key)]));
  const reply = await send(hidden("_page").value, hidden("_nonce").value, hidden("_lang").value, answers);
  if (!reply) return lost();
  pause = 3000;
  if (reply.is_over) {
    settings.save = ""; // answered or closed elsewhere: the button will say so
  } else if (!reply.isTaken) {
    takeOver(reply);
  } else {
    for (const [key, at] of sent) if (touched.get(key) === at) touched.delete(key);
    keepDraft(touched, isSubmitting);
    if (sent.size && !isSubmitting) say(note.textContent === settings.elsewhere ? "elsewhere" : "saved");
  }
  return true;
}

function lost() {
  if (!isSubmitting) say("waits");
  clearTimeout(timer);
  timer = setTimeout(goOn, pause);
  pause = Math.min(2 * pause, longestPause);
  return false;
}

// Another device was faster. Its answers are shown, but for those that were given here after it.
function takeOver(reply) {
  hidden("_sequence").value = reply.sequence + 1;
  for (const [key, fields] of Object.entries(reply.fields)) if (!touched.has(key)) fillIn(key, fields);
  say("elsewhere");
  if (touched.size && !isSubmitting) saveIn(0);
}
