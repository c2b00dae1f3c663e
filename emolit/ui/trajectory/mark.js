// The selected line, marked over every panel of a drawn figure. The figure itself knows nothing of it, so that another
// line is another place of a mark, and no figure is sent or drawn again.

function placeMarks(plot) {
  const panels = Object.values(plot._fullLayout?._plots ?? {});
  plot.querySelectorAll(":scope > .emolit-mark").forEach((mark) => mark.remove());
  for (const { xaxis, yaxis } of panels) {
    const x = xaxis.c2p(plot.emolitMark);
    if (!(x >= 0 && x <= xaxis._length)) continue; // zoomed away
    const mark = document.createElement("div");
    mark.className = "emolit-mark";
    mark.ariaHidden = true;
    Object.assign(mark.style, {
      position: "absolute", pointerEvents: "none", width: "1px", background: "currentColor",
      left: `${xaxis._offset + x - 0.5}px`, top: `${yaxis._offset}px`, height: `${yaxis._length}px`,
    });
    plot.append(mark);
  }
}

export default function ({ data, parentElement }) {
  const own = parentElement.host ?? parentElement;
  own.closest('[data-testid="stElementContainer"]')?.style.setProperty("display", "none"); // nothing of it is seen here
  const place = document.querySelector(`.${data.place}`);
  const mark = () => {
    const plot = place?.querySelector(".js-plotly-plot");
    if (!plot?._fullLayout?._plots || !plot.on) return false;
    if (plot.emolitMark === undefined) {
      for (const event of ["plotly_afterplot", "plotly_relayouting"]) plot.on(event, () => placeMarks(plot));
    }
    plot.emolitMark = data.x;
    placeMarks(plot);
    return true;
  };
  if (mark() || !place) return;
  const waiting = new MutationObserver(() => mark() && waiting.disconnect()); // until the figure is drawn
  waiting.observe(place, { subtree: true, childList: true });
  return () => waiting.disconnect();
}
