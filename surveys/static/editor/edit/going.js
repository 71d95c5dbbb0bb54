// Opens another part of the survey without reloading the page.
import { desk, fieldOf, panel, parse, show } from "./parts.js";
import { isUnsaved, save } from "./saving.js";
import { refresh } from "./preview.js";

const NARROW = "(max-width: 47.98rem)";

// `field`: how the id of the field to go on with begins; without one the part as a whole has the focus.
export async function go(at, { isBack = false, field = "" } = {}) {
  await save();
  if (isUnsaved()) return; // not saved: the words must not leave the page
  const address = `${desk().action}?at=${encodeURIComponent(at)}`;
  const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  const page = response?.ok ? parse(await response.text()) : null;
  if (!page) return location.assign(address);
  show(page, { isWhole: true });
  if (!isBack) history.pushState(null, "", `?at=${encodeURIComponent(at)}`);
  if (matchMedia(NARROW).matches) document.getElementById("outline-fold").open = false;
  const wanted = field && fieldOf(field);
  if (wanted) {
    wanted.closest("details")?.setAttribute("open", "");
    wanted.focus();
    return refresh();
  }
  panel().focus({ preventScroll: true });
  const isAbove = panel().getBoundingClientRect().top < 0;
  if (isAbove || matchMedia(NARROW).matches) panel().scrollIntoView({ block: "start" });
  refresh();
}
