// "3 of 9 answered": the questions that this person sees, here and on the other pages.
function isAnswered(key) {
  const fields = fieldsOf(key).filter(([, value]) => value.trim());
  const file = form.querySelector(`input[type="file"][name="${key}"]`);
  if (file) return file.files.length > 0 || (fileIsKept(file) && !fields.length);
  const places = form.querySelectorAll(`select[name^="${key}."]`);
  if (places.length) return fields.length === places.length;
  const own = fields.filter(([name]) => name === key);
  const isOther = own.some(([, value]) => value === "other");
  return own.length > 0 && (!isOther || fields.some(([name]) => name === `${key}.other`));
}

function fileIsKept(file) {
  return Boolean(form.querySelector(`input[name="${file.name}.remove"]`));
}

function count() {
  const line = document.getElementById("_count");
  const { others, total, words } = line.dataset;
  const answered = Number(others) + questions().filter(isAnswered).length;
  line.textContent = words.replace("{answered}", answered).replace("{total}", total);
}
