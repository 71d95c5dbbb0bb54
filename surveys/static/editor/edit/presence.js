// Tells that the draft is open here, and shows who else has it open or has changed it.
import { desk } from "./parts.js";

const BEAT = 20_000;

export function watchPresence() {
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  window.addEventListener("pagehide", () => navigator.sendBeacon(desk().dataset.present, body({ left: "1" })));
}

function body(more = {}) {
  const found = new FormData();
  for (const name of ["csrfmiddlewaretoken", "base_revision"]) found.set(name, desk().elements[name].value);
  for (const [name, value] of Object.entries(more)) found.set(name, value);
  return found;
}

async function beat() {
  if (document.hidden) return;
  const response = await fetch(desk().dataset.present, { method: "POST", body: body() }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const html = await response.text();
  const place = document.getElementById("edit-present");
  const found = new DOMParser().parseFromString(html, "text/html");
  if (place.textContent.trim() !== found.body.textContent.trim()) place.replaceChildren(...found.body.childNodes);
}
