// In the frame of another site: says how tall the page is, that it was answered, and that Escape was pressed.
// It speaks to nobody before a site that may show this page has said hello, and then to that site alone.
(() => {
  "use strict";
  const { sites, slug, answered } = document.currentScript.dataset;
  const allowed = sites.split(" ");
  let site = "";

  function tell(message) {
    if (site) parent.postMessage({ barometer: slug, ...message }, site);
  }

  function measure() {
    tell({ height: document.body.getBoundingClientRect().height });
  }

  addEventListener("message", (event) => {
    const said = event.data;
    if (event.source !== parent || !allowed.includes(event.origin) || !said || said.barometer !== slug) return;
    if (!said.hello) return;
    site = event.origin;
    measure();
    if (answered) tell({ isAnswered: true });
  });
  addEventListener("keydown", (event) => event.key === "Escape" && tell({ closes: true }));
  if (parent === window) return;
  document.body.style.minBlockSize = "0"; // as tall as what stands in it, so that the frame can shrink as well
  document.body.style.minHeight = "0";
  new ResizeObserver(measure).observe(document.body);
})();
