"""What a visitor has brought and has not yet taken in: how each file was read, and what can be read otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from emolit.corpus import Corpus, ReadingOptions, Separator
from emolit.corpus.columns import REQUIRED, ROLES
from emolit.corpus.decoding import ENCODINGS
from emolit.corpus.works import SourceNote
from emolit.errors import CorpusError, EmolitError
from emolit.ui import corpus_room, staged, state, widgets
from emolit.ui.staged import Staged
from emolit.ui.uploads import show_uploader
from emolit.ui.wording import sentence, t

FIRST = ReadingOptions(separator=Separator.AUTOMATIC, guess_columns=True, skip_bad_entries=True)
_TEXTS = ("txt", "md", "csv", "tsv", "wiki")
_CUT = ("txt", "md")
_TABLES = ("csv", "tsv", "xlsx")
_ABOUT_ENCODING = ("corpus.unknown_encoding", "corpus.broken_encoding")


def bring() -> None:
    """The uploader: each file is read at once and waits to be looked at. Its bytes are kept until then, no longer."""
    key = f"corpus.upload.{st.session_state.get('corpus.uploads', 0)}"
    files = show_uploader(t("corpus.files"), "corpus.files_help", key=key)
    if files:
        for file in files:
            staged.waiting().append(_bring(file.name, file.getvalue()))
        st.session_state["corpus.uploads"] = st.session_state.get("corpus.uploads", 0) + 1
        st.rerun()  # with a new uploader, so that the server drops what it held


def _bring(name: str, data: bytes) -> Staged:
    file = Staged(staged.next_number(), name, data, FIRST, None, None)
    try:
        state.bring(len(data))
    except EmolitError as error:
        return replace(file, data=b"", error=error)
    return _read(file, FIRST)


def _read(file: Staged, options: ReadingOptions) -> Staged:
    file = replace(file, options=options, corpus=None, error=None)
    try:
        return replace(file, corpus=widgets.read_upload(file.name, file.data, options))
    except EmolitError as error:
        return replace(file, error=error)


def show() -> None:
    """Each waiting file with its reading and its choices; one button takes all that could be read."""
    waiting = staged.waiting()
    if not waiting:
        return
    st.subheader(t("corpus.staged"))
    for place, file in enumerate(waiting):
        _show_one(place, file)
    readable = [file for file in waiting if file.corpus]
    take, leave = st.columns(2)
    label = t("corpus.take", count=len(readable))
    take.button(label, type="primary", on_click=_take, disabled=not readable, key="corpus.take", width="stretch")
    leave.button(t("corpus.discard"), on_click=staged.clear, key="corpus.discard", width="stretch")


def _take() -> None:
    left = [file for file in staged.waiting() if not file.corpus or not widgets.add(file.corpus)]
    staged.clear()
    staged.waiting().extend(left)


def _show_one(place: int, file: Staged) -> None:
    with st.container(border=True):
        st.text(file.name)
        if file.error:
            st.error(widgets.as_typed(sentence(file.error)))
        if file.corpus:
            _say_what(file.corpus)
        options = _choose(file)
        if options != file.options:
            staged.waiting()[place] = _read(file, options)
            st.rerun()
        if file.corpus:
            works = {work.id: work for work in file.corpus}
            with st.expander(t("corpus.preview"), expanded=len(works) == 1):
                chosen = corpus_room.pick(works, f"corpus.staged_work.{file.number}")
                corpus_room.show_verse(chosen)


def _say_what(corpus: Corpus) -> None:
    note, counts = corpus.notes[0], corpus.notes[0].counts
    how = " · ".join(filter(None, (note.format, note.encoding)))
    said = {"how": how, "replaced": note.replaced, "works": counts.works, "stanzas": counts.stanzas}
    st.caption(t("corpus.read_as", lines=counts.lines, **said))
    corpus_room.show_problems(note)


def _choose(file: Staged) -> ReadingOptions:
    """The options as the widgets say; only those that matter for this kind of file are drawn."""
    number = file.number
    note = file.corpus.notes[0] if file.corpus else None
    kind = note.format if note else ""
    code = file.error.code if file.error else ""
    options = file.options
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if kind in _TEXTS or code in _ABOUT_ENCODING or options.encoding:
            options = _encoding(number, options, note, file.error)
        if kind in _CUT:
            options = _separator(number, options, note)
        if kind == "zip":
            options = replace(options, folders_as_authors=_folders(number, options))
    header = note.header if note else _header(file.error)
    return _columns(number, options, note, header) if kind in _TABLES or header else options


def _encoding(
    number: int, options: ReadingOptions, note: SourceNote | None, error: EmolitError | None
) -> ReadingOptions:
    guess = str(error.details.get("suggestion", "-")) if error else "-"
    first = t("corpus.encoding_found", name=note.encoding) if note else t("corpus.encoding_guess", name=guess)
    choices = ["", *ENCODINGS]
    chosen = st.selectbox(
        t("corpus.encoding"),
        choices,
        index=choices.index(options.encoding),
        format_func=lambda name: name or first,
        key=f"corpus.encoding.{number}",
    )
    return replace(options, encoding=chosen)


def _separator(number: int, options: ReadingOptions, note: SourceNote | None) -> ReadingOptions:
    rules: list[Separator] = [rule for rule in Separator if rule != Separator.DEFAULT]
    found = t(f"corpus.rule_{note.separator}", found="") if note and note.separator else "-"
    labels = {rule: t(f"corpus.rule_{rule}", found=found) for rule in rules}
    chosen = st.selectbox(
        t("corpus.rule"),
        rules,
        index=rules.index(options.separator),
        format_func=labels.__getitem__,
        key=f"corpus.rule.{number}",
    )
    blanks, titled = options.blank_lines, options.first_line_is_title
    if chosen is Separator.BLANK_LINES:
        blanks = int(st.number_input(t("corpus.blank_lines"), 1, 20, blanks, key=f"corpus.blanks.{number}"))
    if note and note.separator in (Separator.RULES, Separator.BLANK_LINES):
        titled = st.checkbox(t("corpus.first_line"), titled, key=f"corpus.titled.{number}")
    return replace(options, separator=chosen or options.separator, blank_lines=blanks, first_line_is_title=titled)


def _folders(number: int, options: ReadingOptions) -> bool:
    return st.checkbox(t("corpus.folders"), options.folders_as_authors, key=f"corpus.folders.{number}")


def _header(error: EmolitError | None) -> tuple[str, ...]:
    """The columns of a table that lacked one it needs, or one that was chosen."""
    if not isinstance(error, CorpusError) or error.code not in ("corpus.no_columns", "corpus.no_such_column"):
        return ()
    header = error.details.get("header")
    return tuple(map(str, header)) if isinstance(header, list) else ()


def _as_written(column: str, choices: Sequence[str]) -> str:
    """A column as the table writes its name, whose letter case makes no difference to reading."""
    return next((choice for choice in choices if choice.strip().lower() == column.strip().lower()), "")


def _columns(number: int, options: ReadingOptions, note: SourceNote | None, header: tuple[str, ...]) -> ReadingOptions:
    """One choice a role: which column it is read from. What is needed comes first and is always open."""
    found = dict(note.columns) if note else {}
    chosen = dict(options.columns)
    choices = ["", *dict.fromkeys(column for column in header if column)]
    none = t("corpus.column_none")
    with st.expander(t("corpus.columns"), expanded=not note):
        rows = [st.columns(4) for _ in range((len(ROLES) + 3) // 4)]
        for position, role in enumerate(ROLES):
            current = _as_written(chosen.get(role, found.get(role, "")), choices)
            column = rows[position // 4][position % 4].selectbox(
                t(f"corpus.role_{role}") + (" *" if role in REQUIRED else ""),
                choices,
                index=choices.index(current),
                format_func=lambda name: name or none,
                # what was chosen while the table could not be read is no refusal of what is found once it can
                key=f"corpus.column.{number}.{'read' if note else 'lacking'}.{role}",
            )
            if column != current:
                chosen[role] = column
    return replace(options, columns=tuple(chosen.items()))
