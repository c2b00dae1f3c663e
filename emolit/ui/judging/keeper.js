// Keeps a document in this browser's own storage, and gives it back to a session that has just begun. Two windows share
// that storage: what another one wrote meanwhile is handed over to be joined, never overwritten.

const PLACE = "emolit.judgements";

// What this window last read or wrote; beside the component, which goes with each change of page.
const own = (globalThis.emolitKeeper ??= { last: undefined });

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector("span");
  const tell = (kept) => setTriggerValue("kept", kept.length <= data.longest ? kept : "");
  try {
    const now = localStorage.getItem(PLACE) ?? "";
    if (data.ask) {
      if (root.dataset.asked) return;
      root.dataset.asked = "yes";
      own.last = now;
      tell(now);
    } else if (now && now !== own.last && now !== data.document) {
      own.last = now;
      tell(now);
    } else {
      if (data.document) localStorage.setItem(PLACE, data.document);
      else localStorage.removeItem(PLACE);
      own.last = data.document;
      delete root.dataset.full;
    }
  } catch {
    if (data.ask) tell(""); // the visitor's browser keeps nothing
    else if (!root.dataset.full) { root.dataset.full = "yes"; setTriggerValue("full", true); }
  }
}
