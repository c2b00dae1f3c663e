// SVG and PNG of a drawn figure, by the figure's own camera: legend included, with the fonts of this browser.

function take(place, file, format) {
  const plot = document.querySelector(`.${place} .js-plotly-plot`);
  if (!plot) return;
  const usual = plot._context.toImageButtonOptions;
  plot._context.toImageButtonOptions = { format, filename: file, scale: format === "png" ? 2 : 1 };
  plot.querySelector('.modebar-btn[data-title^="Download plot"]')?.click();
  plot._context.toImageButtonOptions = usual;
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".pictures");
  root.replaceChildren();
  for (const format of ["svg", "png"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format.toUpperCase();
    button.title = data.labels[format];
    button.setAttribute("aria-label", data.labels[format]);
    button.onclick = () => take(data.place, data.file, format);
    root.append(button);
  }
}
