"""A figure as a page of its own."""

from __future__ import annotations

import html

import plotly.graph_objects as go


def figure_page(figure: go.Figure, title: str) -> str:
    """HTML that shows the figure without a network; the library is in it, about 5 MB."""
    page: str = figure.to_html(include_plotlyjs=True, full_html=True, config={"displaylogo": False})
    ground = figure.layout.template.layout.paper_bgcolor
    head = f"<head><title>{html.escape(title)}</title><style>body {{ background: {ground} }}</style>"
    return page.replace("<head>", head, 1)
