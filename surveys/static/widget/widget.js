// The widget on somebody else's page: a button, and a panel with the survey in a frame. It names nothing there,
// reads nothing there, and keeps on the site's own storage only that it was put away or answered.
(settings) => {
  "use strict";
  const { slug, page, origin, sites, colours } = settings;
  const spoken = [document.documentElement.lang, ...navigator.languages, ...Object.keys(settings.words)];
  const language = spoken.map((tag) => tag.split("-")[0]).find((tag) => settings.words[tag]);
  const words = settings.words[language];
  const place = `barometer:${slug}`;
  const day = 86400000;
  const rest = { dismissed: 30 * day, answered: 180 * day };

  function kept() {
    try {
      return (localStorage.getItem(place) || "").split(" ");
    } catch {
      return [""];
    }
  }

  function keep(what) {
    try {
      localStorage.setItem(place, `${what} ${Date.now()}`);
    } catch {
      return;
    }
  }

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function button(label, part, does) {
    const made = make("button", { type: "button", class: part }, label);
    made.addEventListener("click", does);
    return made;
  }

  // Constructed sheets are no inline style: a site's strict policy lets them pass.
  function dress(root) {
    const css = settings.css.replace(/colour-(\w+)/g, (_, name) => colours[name]);
    if (root.adoptedStyleSheets) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    } else root.append(make("style", {}, css));
  }

  function build() {
    const host = make("div", { "data-survey": slug });
    const root = host.attachShadow({ mode: "open" });
    const frame = make("iframe", { title: words.panel, referrerpolicy: "no-referrer" });
    const close = button("", "close", () => shut());
    const panel = make("section", { role: "dialog", "aria-label": words.panel, class: "panel", id: "panel" });
    const launcher = button(words.launch, "launch", () => (panel.hidden ? open() : shut()));
    const put = button(words.dismiss, "put", () => leave("dismissed"));
    let isAnswered = false;

    function tell(message) {
      frame.contentWindow.postMessage({ barometer: slug, ...message }, origin);
    }

    function open() {
      panel.hidden = false;
      launcher.setAttribute("aria-expanded", "true");
      if (!frame.src) frame.src = `${page}&lang=${language}`;
      frame.focus();
    }

    function shut() {
      panel.hidden = true;
      launcher.setAttribute("aria-expanded", "false");
      if (isAnswered) leave("answered");
      else launcher.focus();
    }

    function leave(why) {
      keep(why);
      removeEventListener("message", hear);
      host.remove();
    }

    // Only our own page in our own frame is listened to.
    function hear(event) {
      const said = event.data;
      if (event.origin !== origin || event.source !== frame.contentWindow || !said || said.barometer !== slug) return;
      if (Number.isFinite(said.height)) frame.style.height = `${Math.max(0, Math.ceil(said.height))}px`;
      if (said.isAnswered) {
        isAnswered = true;
        keep("answered");
        put.remove();
      }
      if (said.closes) shut();
    }

    close.setAttribute("aria-label", words.close);
    close.append(make("span", { "aria-hidden": "true" }, "×"));
    launcher.setAttribute("aria-expanded", "false");
    launcher.setAttribute("aria-controls", "panel");
    panel.hidden = true;
    panel.append(make("header", {}, make("b", {}, words.launch), close), frame, make("footer", {}, put));
    root.append(panel, launcher);
    dress(root);
    root.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && shut());
    frame.addEventListener("load", () => frame.src && tell({ hello: true }));
    addEventListener("message", hear);
    document.body.append(host);
  }

  function begin() {
    const [why, since] = kept();
    const isResting = Date.now() - Number(since) < (rest[why] || 0);
    if (!isResting && !document.querySelector(`[data-survey="${slug}"]`)) build();
  }

  if (!sites.includes(location.origin)) console.warn(`${origin}: this survey may not be shown on ${location.origin}`);
  else if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
