// Draws the poem and tells which line was chosen. All text goes in as text nodes, never as markup.
// Keys: arrows, Home, End, Page Up and Page Down move between lines; Enter or Space selects; Esc goes back to the
// selected line. While judging: a digit puts the label of that number on the line or takes it off, "a" takes all
// labels shown, "x" none of them, "u" takes the last step back.

// The line that has the focus, and of which poem; beside the component, which a run of the page may put in a new place.
const own = (globalThis.emolitPoem ??= {});
if (!own.watches) document.addEventListener("pointerdown", () => { own.focused = undefined; }, true); // the reader turns away
own.watches = true;

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function mark(item, number) {
  const node = element("span", item.isChosen ? "mark chosen" : "mark");
  node.style.setProperty("--dot", item.colour);
  if (number) node.append(element("kbd", "", String(number)));
  node.append(`${item.label} ${item.score.toFixed(2)}`);
  return node;
}

function margin(line) {
  const node = element("span", "margin");
  const glass = element("span", "glass");
  glass.style.setProperty("--dot", line.chosen.colour);
  glass.style.setProperty("--full", `${Math.round(line.chosen.score * 100)}%`);
  glass.title = `${line.chosen.label} ${line.chosen.score.toFixed(2)}`;
  node.append(element("span", "number", String(line.index + 1)), glass);
  return node;
}

function drawLine(line, poem) {
  const row = element("div", "line");
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(line.index === poem.selected));
  row.dataset.index = line.index;
  row.tabIndex = -1;
  const words = element("span", "words");
  words.lang = poem.language;
  const indent = line.text.length - line.text.trimStart().length; // stays as paper: the tint begins with the words
  const tinted = element("span", "", line.text.slice(indent));
  const strength = Math.round(Math.min(1, line.chosen.score) * 60);
  if (strength > 2) tinted.style.background = `color-mix(in srgb, ${line.chosen.colour} ${strength}%, transparent)`;
  words.append(line.text.slice(0, indent), tinted);
  const marks = element("span", "marks");
  line.strongest.forEach((item, place) => marks.append(mark(item, poem.judging ? place + 1 : 0)));
  if (!line.strongest.length) marks.append(element("span", "quiet", poem.nothing));
  if (!line.strongest.some((item) => item.isChosen))
    marks.append(element("span", "hidden", `${line.chosen.label} ${line.chosen.score.toFixed(2)}`));
  if (line.note) marks.append(element("span", "quiet", line.note));
  if (line.judged) marks.append(element("span", "judged", line.judged));
  row.append(margin(line), words, marks);
  return row;
}

function moveButton(text, start, tell) {
  const button = element("button", "move", text);
  button.type = "button";
  button.onclick = () => tell("window", start);
  return button;
}

function hold(root, index) {
  own.focused = index;
  own.of = root.of;
}

function draw(root, poem, tell) {
  root.replaceChildren();
  const header = element("header");
  const title = element("h2", "", poem.title);
  title.lang = poem.language;
  header.append(title);
  if (poem.by) header.append(element("div", "by", poem.by));
  root.append(header, element("div", "keys", poem.keys));
  if (poem.earlier) root.append(moveButton(poem.earlier, Math.max(0, poem.start - poem.window), tell));
  const list = element("div");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", poem.label);
  for (const stanza of poem.stanzas) {
    const group = element("div", "stanza");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `${stanza[0].index + 1}–${stanza[stanza.length - 1].index + 1}`);
    for (const line of stanza) group.append(drawLine(line, poem));
    list.append(group);
  }
  list.addEventListener("focusin", (event) => hold(root, Number(event.target.dataset.index)));
  list.addEventListener("focusout", (event) => {
    if (event.relatedTarget) own.focused = undefined;
    else setTimeout(() => own.refocus()); // it was hidden or taken away, and another may have come already
  });
  root.append(list);
  if (poem.later) root.append(moveButton(poem.later, Math.min(poem.total - poem.window, poem.stop), tell));
}

// What a line's key asks for, in judging.
function asked(key, line) {
  if (/^[1-9]$/.test(key) && line.strongest[key - 1]) return { act: "judge", label: line.strongest[key - 1].name };
  const act = { a: "confirm", x: "none", u: "undo" }[key.toLowerCase()];
  return act ? { act, label: "" } : undefined;
}

export default function (component) {
  const { data: poem, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".poem");
  const active = (parentElement.activeElement ?? document.activeElement)?.closest?.(".line");
  root.of = JSON.stringify([poem.title, poem.by, poem.total, poem.jumps]);
  const isHeld = () => own.focused !== undefined && own.of === root.of;
  const kept = root.shown === undefined && isHeld(); // what this one takes the place of had the focus
  const focused = active && root.contains(active) ? Number(active.dataset.index) : -1;
  const shown = JSON.stringify({ ...poem, selected: 0, jumps: 0 });
  if (root.shown !== shown) draw(root, poem, setTriggerValue);
  root.shown = shown;

  const list = root.querySelector('[role="listbox"]');
  const rows = [...list.querySelectorAll(".line")];
  const at = (index) => rows[index - poem.start];
  const lines = poem.stanzas.flat();
  const reachable = (index) => { for (const row of rows) row.tabIndex = -1; (at(index) ?? rows[0]).tabIndex = 0; };
  const focus = (index, how) => { reachable(index); at(index)?.focus(how); };
  const select = (index) => {
    for (const row of rows) row.setAttribute("aria-selected", String(Number(row.dataset.index) === index));
    setTriggerValue("line", index);
  };
  for (const row of rows) row.setAttribute("aria-selected", String(Number(row.dataset.index) === poem.selected));
  reachable(focused >= 0 ? focused : poem.selected);
  const wanted = root.wanted ?? focused; // where a key led that drew the poem anew
  root.wanted = undefined;
  if (wanted >= 0) { reachable(wanted); at(wanted)?.focus({ preventScroll: root.wasAt !== poem.start ? false : true }); }
  own.refocus = () => {
    if (isHeld() && document.activeElement === document.body) focus(own.focused, { preventScroll: true });
  };
  if (kept) own.refocus();
  // with a line that was selected elsewhere
  const arrives = !kept && (root.wasAt !== poem.start || root.jumps !== poem.jumps);
  const isFirst = root.wasAt === undefined || root.jumps !== poem.jumps;
  root.wasAt = poem.start;
  root.jumps = poem.jumps;
  if (arrives && poem.selected > 0 && at(poem.selected))
    setTimeout(() => at(poem.selected)?.scrollIntoView({ block: isFirst ? "center" : "nearest" }), isFirst ? 300 : 0);

  list.onclick = (event) => {
    const row = event.target.closest(".line");
    if (!row) return;
    reachable(Number(row.dataset.index));
    row.focus({ preventScroll: true });
    select(Number(row.dataset.index));
  };
  list.onkeydown = (event) => {
    const row = event.target.closest(".line");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = Number(row.dataset.index);
    const last = poem.total - 1;
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: poem.start, End: poem.stop - 1,
      PageDown: Math.min(last, index + 10), PageUp: Math.max(0, index - 10), Escape: poem.selected }[event.key];
    const judged = poem.judging ? asked(event.key, lines[index - poem.start]) : undefined;
    if (to !== undefined) {
      event.preventDefault();
      if (at(to)) focus(to);
      else if (to >= 0 && to <= last) { root.wanted = to; setTriggerValue("line", to); } // beyond what is drawn
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select(index);
    } else if (judged) {
      event.preventDefault();
      root.wanted = judged.act === "confirm" || judged.act === "none" ? Math.min(last, index + 1) : index;
      hold(root, root.wanted);
      setTriggerValue("key", { line: index, ...judged });
    }
  };
}
