// Rankings: the places to choose from become lines that move up and down. The order counts from the first move on,
// or once it is called right as it stands.
function rankings() {
  for (const list of form.querySelectorAll(".ranks")) lineUp(list);
}

function lineUp(list) {
  list.classList.add("lined");
  for (const line of list.querySelectorAll(".rank")) {
    const name = line.querySelector("span").textContent;
    line.prepend(document.createElement("b"));
    line.append(mover(list, line, -1, name), mover(list, line, 1, name));
  }
  const right = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
  right.textContent = list.dataset.right;
  right.addEventListener("click", () => number(list));
  list.after(right);
  arrange(list);
  form.addEventListener("filled", () => arrange(list));
}

function mover(list, line, step, name) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.className = step < 0 ? "up" : "down";
  button.textContent = step < 0 ? "↑" : "↓";
  button.setAttribute("aria-label", list.dataset[step < 0 ? "up" : "down"].replace("{option}", name));
  button.addEventListener("click", () => move(list, line, step, name));
  return button;
}

function move(list, line, step, name) {
  const lines = [...list.children];
  const place = lines.indexOf(line) + step;
  if (place < 0 || place >= lines.length) return;
  if (step < 0) lines[place].before(line);
  else lines[place].after(line);
  number(list);
  line.querySelector(step < 0 ? ".up" : ".down").focus();
  const { moved } = list.dataset;
  const words = { option: name, place: place + 1, total: lines.length };
  note.textContent = moved.replace(/\{(\w+)\}/g, (_, word) => words[word]);
}

// Writes the order into the fields that are posted.
function number(list) {
  [...list.children].forEach((line, place) => (line.querySelector("select").value = String(place + 1)));
  list.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
  show(list);
}

// Lines in the order of their fields, where these are one.
function arrange(list) {
  const places = (line) => Number(line.querySelector("select").value);
  const lines = [...list.children];
  if (lines.every(places)) list.append(...lines.sort((one, other) => places(one) - places(other)));
  show(list);
}

function show(list) {
  const lines = [...list.children];
  const isOrder = lines.every((line) => line.querySelector("select").value);
  lines.forEach((line, place) => {
    line.querySelector("b").textContent = isOrder ? `${place + 1}.` : "–";
    line.querySelector(".up").setAttribute("aria-disabled", place === 0);
    line.querySelector(".down").setAttribute("aria-disabled", place === lines.length - 1);
  });
  list.nextElementSibling.hidden = isOrder;
}
