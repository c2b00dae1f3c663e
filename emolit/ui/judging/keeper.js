// Keeps a document in this browser's own storage, and gives it back to a session that has just begun.

const PLACE = "emolit.judgements";

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector("span");
  if (data.ask) {
    if (root.dataset.asked) return;
    root.dataset.asked = "yes";
    let kept = "";
    try { kept = localStorage.getItem(PLACE) ?? ""; } catch { /* the visitor's browser keeps nothing */ }
    setTriggerValue("kept", kept.length <= data.longest ? kept : "");
    return;
  }
  try {
    if (data.document) localStorage.setItem(PLACE, data.document);
    else localStorage.removeItem(PLACE);
    delete root.dataset.full;
  } catch {
    if (!root.dataset.full) { root.dataset.full = "yes"; setTriggerValue("full", true); }
  }
}
