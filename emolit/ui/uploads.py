"""Where files are brought: the uploader, and what may be brought, in the reader's language and as it really is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from emolit.ui import allowance
from emolit.ui.wording import t

_STYLE = Path(__file__).parent / "uploads.css"


def show_uploader(label: str, about: str, *, key: str, on_change: Callable[[], None] | None = None) -> list[Any]:
    """Files that were brought. about: key of the sentence that says which, with the limits of this server.

    Streamlit's own line names the size at which the server hangs up, which is more than the app takes; it is hidden.
    """
    limits = allowance.limits()
    told = t(about, size=limits.file_bytes // 1_000_000, lines=limits.corpus_lines, files=limits.visitor_files)
    st.html(_STYLE)
    files = st.file_uploader(label, accept_multiple_files=True, help=told, key=key, on_change=on_change or "rerun")
    st.caption(told)
    return list(files or [])
