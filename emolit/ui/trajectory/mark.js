// The selected line, marked over every panel of a drawn figure. The figure itself knows nothing of it, so that another
// line is another place of a mark, and no figure is sent or drawn again.

function placeMarks(place, plot) {
  plot.querySelectorAll(":scope > .emolit-mark").forEach((mark) => mark.remove());
  for (const { xaxis, yaxis } of Object.values(plot._fullLayout?._plots ?? {})) {
    const x = xaxis.c2p?.(place.emolitMark);
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

// Every change of the figure is a new chart in the same place, which comes when it is drawn.
function follow(place) {
  const plot = place.querySelector(".js-plotly-plot");
  if (!plot?._fullLayout?._plots || !plot.on || plot.emolitFollowed) return;
  plot.emolitFollowed = true;
  for (const event of ["plotly_afterplot", "plotly_relayouting"]) plot.on(event, () => placeMarks(place, plot));
  placeMarks(place, plot);
}

export default function ({ data, parentElement }) {
  const own = parentElement.host ?? parentElement;
  own.closest('[data-testid="stElementContainer"]')?.style.setProperty("display", "none"); // nothing of it is seen here
  const place = document.querySelector(`.${data.place}`);
  if (!place) return;
  place.emolitMark = data.x;
  if (!place.emolitWatch) {
    place.emolitWatch = new MutationObserver(() => follow(place));
    place.emolitWatch.observe(place, { subtree: true, childList: true });
  }
  const plot = place.querySelector(".js-plotly-plot");
  if (plot?.emolitFollowed) placeMarks(place, plot);
  else follow(place);
}
