// What was typed and has not reached the server yet, kept on this device under a hash of the link: by question,
// with the time of typing. {page, nonce, language, pressed, sent, answers: {key: {at, fields}}}
const place = `answers.${hashed(location.pathname)}`;

// A device that many people use keeps nothing: behind shared links, and where we promise to be anonymous.
const keepsDrafts = location.pathname.startsWith("/s/") && !document.querySelector('[name="_carried"]');

// 53 bits after cyrb53: enough to tell links apart, too little to find one.
function hashed(text) {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const character of text) {
    high = Math.imul(high ^ character.codePointAt(0), 2654435761);
    low = Math.imul(low ^ character.codePointAt(0), 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

// Behind a personal link it is kept until it is sent; behind a shared one no longer than the tab is open, because
// the next person may sit at the same device. Storage may be full, or closed to us: then nothing is kept.
function shelf() {
  return settings.save === undefined || settings.save ? localStorage : sessionStorage;
}

function stored() {
  try {
    return JSON.parse(shelf().getItem(place));
  } catch {
    return null;
  }
}

function store(draft) {
  if (!keepsDrafts) return;
  try {
    shelf().setItem(place, JSON.stringify(draft));
  } catch {
    return;
  }
}

function forget() {
  try {
    localStorage.removeItem(place);
    sessionStorage.removeItem(place);
  } catch {
    return;
  }
}

// `touched`: when each question was last changed here and not yet saved. With `submits` the button was
// pressed, and the whole page waits; `sent` is how often it was on its way.
function keepDraft(touched, submits, sent = 0) {
  const keys = submits ? questions() : [...touched.keys()];
  if (!keys.length) return forget();
  const answers = {};
  for (const key of keys) answers[key] = { at: touched.get(key) || now(), fields: fieldsOf(key) };
  store({
    page: hidden("_page").value,
    nonce: hidden("_nonce").value,
    language: hidden("_lang").value,
    pressed: submits ? now() : 0,
    sent,
    answers,
  });
}
