// Texts: how much room is left, and no answer sent by an Enter in the middle of writing.
function measure(line) {
  const control = line.parentElement.querySelector("input, textarea");
  const { most, least, words, over, short } = line.dataset;
  const length = [...control.value.trim()].length;
  const [sentence, number] =
    length > most ? [over, length - most] : length < least ? [short, least - length] : [words, most - length];
  line.textContent = sentence.replace("{count}", number);
  line.classList.toggle("over", length > most);
  line.hidden = !length;
}

function measureAll() {
  for (const line of form.querySelectorAll(".left")) measure(line);
}

function stay(event) {
  const control = event.target;
  const isText = control.tagName === "INPUT" && !["radio", "checkbox", "file"].includes(control.type);
  if (event.key === "Enter" && isText && !event.isComposing) event.preventDefault();
}
