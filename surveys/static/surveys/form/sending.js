// Posts single answers to the server. Every post carries a higher number than the one before, so that what
// arrives late is known to be old.
const patience = 10000;
let heardAt = 0;

function nextSequence() {
  const field = hidden("_sequence");
  const sequence = Number(field.value);
  field.value = sequence + 1;
  return sequence;
}

// `answers`: fields by question. Returns the server's reply, or null where none came.
async function send(page, nonce, language, answers) {
  const body = new URLSearchParams({
    _page: page,
    _nonce: nonce,
    _lang: language,
    _sequence: nextSequence(),
    _keys: Object.keys(answers).join(" "),
    "web-site": form.querySelector('[name="web-site"]').value,
  });
  for (const fields of Object.values(answers)) for (const [name, value] of fields) body.append(name, value);
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), patience);
  try {
    const reply = await fetch(settings.save, { method: "POST", body, keepalive: true, signal: impatience.signal });
    if (reply.status >= 500) return null;
    heardAt = Date.now();
    const said = reply.headers.get("Content-Type") || "";
    return { isTaken: reply.ok, ...(said.includes("json") ? await reply.json() : { is_over: true }) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
