// Draws the poem and tells which line was chosen. All text goes in as text nodes, never as markup.
// Keys: arrows, Home and End move between lines; Enter or Space selects.

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function mark(item, className) {
  const node = element("span", className, `${item.label} ${item.score.toFixed(2)}`);
  node.style.setProperty("--dot", item.colour);
  return node;
}

function drawLine(line, poem) {
  const row = element("button", "line");
  row.type = "button";
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(line.index === poem.selected));
  row.dataset.index = line.index;
  row.tabIndex = line.index === poem.selected ? 0 : -1;
  const words = element("span", "words");
  words.lang = poem.language;
  const tinted = element("span", "", line.text);
  const strength = Math.round(Math.min(1, line.chosen.score) * 70);
  tinted.style.background = `color-mix(in srgb, ${line.chosen.colour} ${strength}%, transparent)`;
  words.append(tinted);
  const marks = element("span", "marks");
  marks.append(mark(line.chosen, "mark chosen"));
  for (const item of line.strongest) marks.append(mark(item, "mark"));
  if (!line.strongest.length) marks.append(element("span", "quiet", poem.nothing));
  if (line.note) marks.append(element("span", "quiet", line.note));
  row.append(element("span", "number", String(line.index + 1)), words, marks);
  return row;
}

function moveFocus(rows, event) {
  const at = rows.indexOf(event.target.closest(".line"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (at < 0 || to === undefined || !rows[to]) return;
  event.preventDefault();
  for (const row of rows) row.tabIndex = -1;
  rows[to].tabIndex = 0;
  rows[to].focus();
}

export default function (component) {
  const { data: poem, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".poem");
  const focused = root.contains(parentElement.activeElement ?? document.activeElement);
  root.replaceChildren();
  root.setAttribute("aria-label", poem.label);
  const header = element("header");
  const title = element("h3", "", poem.title);
  title.lang = poem.language;
  header.append(title);
  if (poem.by) header.append(element("div", "by", poem.by));
  root.append(header);
  const list = element("div");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", poem.label);
  for (const stanza of poem.stanzas) {
    const group = element("div", "stanza");
    group.setAttribute("role", "group");
    for (const line of stanza) group.append(drawLine(line, poem));
    list.append(group);
  }
  root.append(list);
  const rows = [...list.querySelectorAll(".line")];
  if (focused) rows[poem.selected]?.focus({ preventScroll: true });
  const arrives = root.dataset.drawn === undefined; // with a line that was selected on another page
  root.dataset.drawn = "";
  if (arrives && poem.selected > 0) setTimeout(() => rows[poem.selected]?.scrollIntoView({ block: "center" }), 300);
  list.onclick = (event) => {
    const row = event.target.closest(".line");
    if (row) setTriggerValue("line", Number(row.dataset.index));
  };
  list.onkeydown = (event) => moveFocus(rows, event);
}
