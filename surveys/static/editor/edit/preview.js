// The client's page in its frame: phone or desk fitted to the column, language, light or dark, fresh after a save.

const KEPT = "preview-screen";
const frame = () => document.getElementById("preview-frame");
const field = (name) => document.getElementById(`preview-${name}`);
let shown = "";

export function watchPreview() {
  if (!frame()) return;
  recall();
  field("width").addEventListener("change", () => { keep(); fit(); });
  field("light").addEventListener("change", () => { keep(); turn(); });
  field("language")?.addEventListener("change", () => refresh({ isForced: true }));
  new ResizeObserver(fit).observe(frame().parentElement);
  shown = document.getElementById("desk")?.dataset.revision + field("page")?.textContent;
  fit();
  if (field("light").value === "dark") turn();
  if (frame().dataset.path) frame().addEventListener("load", reveal, { once: true });
}

// Light or dark stands at the end of the address: a frame has the light of the whole browser otherwise.
const inLight = (path) => path.replace(/(light|dark)\/$/, `${field("light").value}/`);

function turn() {
  if (frame().dataset.path) return refresh({ isForced: true }); // what the frame shows may still be loading
  const here = frame().contentWindow.location;
  const now = here.pathname.endsWith("/") ? here : new URL(frame().src);
  here.replace(inLight(now.pathname) + now.search);
}

// Scripts may set properties that the policy forbids in a page's text.
function fit() {
  const screen = frame().parentElement;
  const isPhone = field("width").value === "390";
  screen.classList.toggle("is-phone", isPhone);
  const wide = Number(field("width").value);
  const scale = Math.min(1, screen.clientWidth / wide);
  const isFitting = scale === 1 && !isPhone;
  screen.classList.toggle("is-scaled", !isFitting);
  screen.style.setProperty("--wide", scale === 1 ? screen.clientWidth : wide);
  screen.style.setProperty("--fit", scale);
}

// Another page or another state of the draft is loaded anew; then the open question is brought into sight.
export function refresh({ isForced = false } = {}) {
  if (!frame()?.dataset.path) return;
  const page = field("page").textContent;
  const wanted = document.getElementById("desk").dataset.revision + page;
  if (wanted === shown && !isForced) return reveal();
  const before = frame().contentWindow;
  const isSamePage = new URLSearchParams(before.location.search).get("page") === page;
  const top = isSamePage ? before.scrollY : 0;
  shown = wanted;
  frame().addEventListener("load", () => {
    frame().contentWindow.scrollTo(0, top);
    reveal();
  }, { once: true });
  before.location.replace(`${inLight(frame().dataset.path)}?page=${page}&lang=${field("language").value}`);
}

// Where the open question stands in the client's page; a frame that shows it already stays as it is.
function reveal() {
  const key = document.getElementById("desk").dataset.at.replace(/^questions\./, "");
  const client = frame().contentWindow;
  const control = client.document.querySelector(`[name="${CSS.escape(key)}"], [name^="${CSS.escape(key)}."]`);
  const box = control?.closest("fieldset, .q")?.getBoundingClientRect();
  if (!box || (box.top >= 0 && box.bottom <= client.innerHeight)) return;
  client.scrollTo(0, client.scrollY + box.top - client.innerHeight / 4);
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify([field("width").value, field("light").value]));
  } catch { /* a browser that keeps nothing starts with a phone in the light */ }
}

function recall() {
  try {
    const [width, light] = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    if (width) field("width").value = width;
    if (light) field("light").value = light;
  } catch { /* as above */ }
}
