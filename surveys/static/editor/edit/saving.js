// Sends one edit after another, never two at once; what could not be sent stays in its field and is tried again.
import { desk, focusNext, panel, parse, say, show } from "./parts.js";
import { refresh } from "./preview.js";

const RETRY = 5000;

const state = { isDirty: false, needsRebuild: false, isStopped: false, timer: 0 };
let line = Promise.resolve();

// A field has changed: save soon, at once where nobody is typing.
export function touch({ after = 0, rebuild = false } = {}) {
  state.isDirty = true;
  state.needsRebuild ||= rebuild;
  clearTimeout(state.timer);
  state.timer = setTimeout(save, after);
}

export const isUnsaved = () => state.isDirty;

// Everything that is typed, sent; resolves when the server has it, or has refused it.
export function save() {
  clearTimeout(state.timer);
  line = line.then(() => (state.isDirty ? send("save") : undefined));
  return line;
}

// A button: what is typed goes along with it, so nothing is lost.
export function perform(act) {
  clearTimeout(state.timer);
  if (act === "keep_copy") state.isStopped = false;
  line = line.then(() => send(act));
  return line;
}

async function send(act) {
  if (state.isStopped) return;
  const form = desk();
  const body = new FormData(form);
  body.set("act", act);
  const isWhole = act !== "save" || state.needsRebuild;
  const before = { isDirty: state.isDirty, needsRebuild: state.needsRebuild };
  Object.assign(state, { isDirty: false, needsRebuild: false });
  if (act !== "save") panel().inert = true;
  say(form.dataset.saving);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    panel().inert = false; // before anything in it takes the focus
    await take(response, { act, isWhole });
  } catch {
    // No connection: the words stay where they are.
    state.isDirty ||= before.isDirty || act === "save";
    state.needsRebuild ||= before.needsRebuild;
    say(form.dataset.failed, { isBad: true });
    state.timer = setTimeout(save, RETRY);
  } finally {
    panel().inert = false;
  }
  if (act !== "save" && document.activeElement === document.body) panel().focus({ preventScroll: true });
}

async function take(response, { act, isWhole }) {
  if (response.status === 409) return conflict(await response.text());
  if (act === "keep_copy" && response.redirected) return location.assign(response.url);
  const page = response.ok ? parse(await response.text()) : null;
  if (!page) {
    state.isDirty = true;
    state.isStopped = true;
    return say(desk().dataset.refused, { isBad: true });
  }
  const at = desk().dataset.at;
  const isTypedMeanwhile = state.isDirty;
  const isReplaced = isWhole && !isTypedMeanwhile;
  state.needsRebuild ||= isWhole && isTypedMeanwhile;
  show(page, { isWhole: isReplaced });
  document.getElementById("edit-status").classList.remove("is-bad");
  if (isReplaced && act !== "save") focusNext();
  if (desk().dataset.at !== at) history.pushState(null, "", `?at=${encodeURIComponent(desk().dataset.at)}`);
  refresh();
}

// Somebody else was first. Nothing is sent any more until a person decides; the page keeps what was typed.
function conflict(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  const notice = found.getElementById("conflict-notice");
  const place = document.getElementById("edit-conflict");
  notice.querySelectorAll("form input").forEach((each) => each.remove());
  notice.querySelector("button").setAttribute("form", "desk");
  place.replaceChildren(notice);
  state.isDirty = true;
  state.isStopped = true;
  say("");
  place.scrollIntoView({ block: "nearest" });
}

window.addEventListener("online", () => { if (state.isDirty) save(); });

window.addEventListener("beforeunload", (event) => {
  if (!state.isDirty || state.isStopped) return;
  save();
  event.preventDefault();
});
