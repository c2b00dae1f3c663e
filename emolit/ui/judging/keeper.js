// Keeps a document in this browser's own storage, and gives it back to a session that has just begun. Two windows share
// that storage: what another one wrote meanwhile is handed over to be joined, never overwritten.

const PLACE = "emolit.judgements";

// What this window last read or wrote for its session; beside the component, which goes with each change of page.
const own = (globalThis.emolitKeeper ??= {});

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector("span");
  if (own.session !== data.session) Object.assign(own, { session: data.session, last: undefined }); // a new server's
  const isFirst = own.last === undefined;
  const tell = (kept) => setTriggerValue("kept", { document: kept.length <= data.longest ? kept : "", isFirst });
  try {
    const now = localStorage.getItem(PLACE) ?? "";
    if (now && now !== own.last && now !== data.document) { // this session does not know it
      own.last = now;
      tell(now);
    } else if (data.document || !data.ask || own.last) {
      if (data.document) localStorage.setItem(PLACE, data.document);
      else localStorage.removeItem(PLACE);
      own.last = data.document;
      delete root.dataset.full;
    } else {
      own.last ??= ""; // nothing is kept and nothing is to be: an answer would draw the page again, for every visitor
    }
  } catch { // the visitor's browser keeps nothing
    if (data.document && !root.dataset.full) { root.dataset.full = "yes"; setTriggerValue("full", true); }
  }
}
