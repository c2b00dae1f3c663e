"""One of a few, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from emolit.ui.wording import t

E = TypeVar("E", bound=StrEnum)


def choose_one(
    key: str, options: type[E] | Sequence[E], default: E, *, names: str = "", help: str = "", where: str = ""
) -> E:
    """One of an enumeration's values, remembered over pages.

    key: of the control and, in the wording table, of its heading. names: of its values, before an underscore and the
    value; `key` by default. help: key of a sentence. where: of the control, if its key alone does not name it.
    """
    values = list(options)
    told = {str(value): t(f"{names or key}_{value}") for value in values}
    chosen = st.segmented_control(
        t(key),
        list(told),
        default=str(default),
        required=True,
        format_func=told.__getitem__,
        key=where or key,
        help=t(help) if help else None,
        persist_state="session",
    )
    return type(default)(chosen or default)
