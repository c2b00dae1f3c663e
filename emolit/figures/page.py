"""A figure as a page of its own."""

from __future__ import annotations

import html

import plotly.graph_objects as go

from emolit.errors import Language


def figure_page(figure: go.Figure, title: str, caption: str = "", language: Language = "ko") -> str:
    """HTML that shows the figure without a network, what it is of and how it was made; about 5 MB with the library."""
    layout = figure.layout.template.layout
    look = f"background: {layout.paper_bgcolor}; color: {layout.font.color}; font-family: {layout.font.family}"
    head = f"<title>{html.escape(title)}</title><style>body {{ {look} }}</style>"
    told = f"<h1>{html.escape(title)}</h1><p>{html.escape(caption)}</p>"
    page: str = figure.to_html(include_plotlyjs=True, full_html=True, config={"displaylogo": False})
    page = page.replace("<html>", f'<html lang="{language}">', 1).replace("<head>", f"<head>{head}", 1)
    return page.replace("<body>", f"<body>{told}", 1)
