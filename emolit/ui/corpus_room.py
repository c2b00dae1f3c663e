"""The visitor's corpus: what was read and how, its works in a table that can be edited, its verse as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from emolit.corpus import Corpus, Work, sample_corpus
from emolit.corpus.counting import count, show_invisible
from emolit.corpus.glosses import glosses
from emolit.corpus.managing import EDITABLE, duplicates, edit, merge, remove, split
from emolit.corpus.works import SourceNote
from emolit.errors import CorpusError, EmolitError
from emolit.reading.unseen import NOWHERE
from emolit.ui import cached, meter, state, widgets
from emolit.ui.wording import format_name, sentence, t

_PREVIEWED = 400  # lines; a browser is slow with more
_CHOSEN = "chosen"
_FIRST = (_CHOSEN, "title", "author", "year", "lines", "stanzas", "unknown", "cut", "outside", "repeats", "paratext")
_GLOSSES_SHOWN = 50


def show_samples() -> None:
    """The samples, one click away, and KPoEM from the hub."""
    titles = {work.id: work.title for work in sample_corpus()}
    key = f"corpus.sample.{st.session_state.get('corpus.samples', 0)}"
    if st.session_state.pop("corpus.opened", False):
        st.switch_page("pages/read_page.py")
    st.pills(t("corpus.samples"), list(titles), format_func=titles.__getitem__, key=key,
             on_change=lambda: _open(st.session_state[key]))  # fmt: skip
    st.button(t("corpus.kpoem"), on_click=_take_kpoem, key="corpus.kpoem", help=t("corpus.kpoem_help"))


def _open(work_id: str) -> None:
    """A callback, for the sidebar's choice can only be changed before it is drawn; the page follows in the next run."""
    state.set_current_work(work_id)
    st.session_state["corpus.samples"] = st.session_state.get("corpus.samples", 0) + 1
    st.session_state["corpus.opened"] = True


def _take_kpoem() -> None:
    from emolit.corpus.hub import fetch_kpoem

    try:
        with st.spinner(t("corpus.kpoem_wait")):
            widgets.add(fetch_kpoem(segments=False))
    except EmolitError as error:
        state.say(sentence(error), is_error=True)


def show_sources(corpus: Corpus) -> None:
    """Figures of the corpus, and one row a source: how it was read and what it holds."""
    counts = count(corpus)
    figures = {"works": counts.works, "stanzas": counts.stanzas, "lines": counts.lines}
    with st.container(horizontal=True):
        for name, value in figures.items():
            st.metric(t(f"corpus.{name}"), f"{value:,}")
        for script in ("hangul", "hanja", "latin"):
            st.metric(t(f"corpus.{script}"), f"{counts.share(script):.0%}")
    st.subheader(t("corpus.sources"))
    table = pd.DataFrame([_source_row(note) for note in corpus.notes])
    st.dataframe(table, hide_index=True, key="corpus.sources", alt=t("corpus.sources"))
    for note in corpus.notes:
        show_problems(note)
    _show_reference(corpus)


def _show_reference(corpus: Corpus) -> None:
    """How much of the corpus stands in the reference atlas, and what that brings."""
    known = cached.reference_scores()
    found = [cached.reference_rows(work, known) for work in corpus] if known else []
    kept = [int((rows != NOWHERE).sum()) for rows in found if rows is not None]
    if kept:
        st.info(t("corpus.reference", works=len(kept), lines=f"{sum(kept):,}"), icon=":material/verified:")


def _source_row(note: SourceNote) -> dict[str, Any]:
    counts = note.counts
    rule = t(f"corpus.rule_{note.separator}", found="-") if note.separator else ""
    columns = ", ".join(f"{role} = {column}" for role, column in note.columns)
    return {
        t("corpus.name"): show_invisible(note.name),
        t("corpus.format"): format_name(note),
        t("corpus.encoding"): note.encoding,
        t("corpus.works"): counts.works,
        t("corpus.stanzas"): counts.stanzas,
        t("corpus.lines"): counts.lines,
        t("corpus.hangul"): f"{counts.share('hangul'):.0%}",
        t("corpus.hanja"): f"{counts.share('hanja'):.0%}",
        t("corpus.latin"): f"{counts.share('latin'):.0%}",
        t("corpus.old_hangul"): counts.old_hangul,
        t("corpus.invisible"): counts.invisible,
        t("corpus.replaced"): note.replaced,
        t("corpus.cut_by"): columns or rule,
    }


def show_problems(note: SourceNote) -> None:
    """What of a source could not be read, each in its sentence, and what was left out because it holds no text."""
    for problem in note.problems:
        said = sentence(CorpusError.retold(problem.code, problem.details))
        st.warning(widgets.as_typed(said), icon=":material/flag:")
    if note.skipped:
        names = ", ".join(note.skipped[:5]) + ("…" if len(note.skipped) > 5 else "")
        st.caption(widgets.as_typed(t("corpus.skipped", count=len(note.skipped), names=names)))
    if note.joined_words:
        st.caption(t("corpus.joined", count=note.joined_words))
    if note.column_pages:
        st.caption(t("corpus.in_columns", count=note.column_pages))
    if note.prose:
        st.caption(t("corpus.prose", count=note.prose))


def edit_works(corpus: Corpus) -> list[str]:
    """The table of works, in which a change is a change of the corpus. Returns the ids of the works chosen in it."""
    table = works_table(corpus)
    names = {column: t(f"corpus.{column}") for column in table.columns}
    fixed = [column for column in table.columns if column not in (_CHOSEN, *EDITABLE)]
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=fixed,
        column_order=[*_FIRST, *(column for column in table.columns if column not in _FIRST)],
        column_config={_CHOSEN: st.column_config.CheckboxColumn(names[_CHOSEN], width="small"), **names_of(names)},
        key=f"corpus.works.{state.changes()}.{len(corpus)}",
        alt=t("corpus.works_table"),
    )
    changed = apply_edits(corpus, table, edited)
    if changed != corpus:
        state.set_own_corpus(changed)
        st.rerun()
    return [work.id for work, chosen in zip(corpus, edited[_CHOSEN], strict=True) if chosen]


def names_of(names: Mapping[str, str]) -> dict[str, Any]:
    paratext = st.column_config.CheckboxColumn(names["paratext"], help=t("corpus.paratext_help"), width="small")
    return {**{column: name for column, name in names.items() if column != _CHOSEN}, "paratext": paratext}


def works_table(corpus: Corpus) -> pd.DataFrame:
    """One row a work: what is said of it, its size, how it fits the model, and which earlier work it repeats."""
    same = duplicates(corpus)
    titles = {work.id: work.title for work in corpus}
    rows = []
    for work, fit in zip(corpus, cached.fits(corpus.works), strict=True):
        rows.append(
            {
                _CHOSEN: False,
                **{name: getattr(work, name) for name in EDITABLE},
                "stanzas": len(work.stanzas),
                "lines": len(work),
                "unknown": fit.unknown,
                "cut": fit.cut,
                "outside": meter.flag(work, fit.meter),
                "repeats": titles.get(same.get(work.id, ""), ""),
            }
        )
    return pd.DataFrame(rows)


def apply_edits(corpus: Corpus, before: pd.DataFrame, after: pd.DataFrame) -> Corpus:
    """The corpus with each cell that differs between the two tables changed in its work; an emptied cell is ""."""
    for index, work in enumerate(corpus.works):
        pairs = {name: (before.loc[index, name], after.loc[index, name]) for name in EDITABLE}
        changes = {name: _cell(new) for name, (old, new) in pairs.items() if _cell(old) != _cell(new)}
        if changes:
            corpus = edit(corpus, work.id, changes)
    return corpus


def _cell(value: Any) -> str | bool:
    if isinstance(value, str):
        return value.strip()
    return "" if pd.isna(value) else bool(value)


def show_actions(corpus: Corpus, chosen: Sequence[str]) -> None:
    """What can be done with the works chosen in the table, and one step back."""

    def change(new: Corpus) -> None:
        state.set_own_corpus(new)

    with st.container(horizontal=True):
        st.button(t("corpus.undo", count=state.changes()), disabled=not state.changes(), on_click=state.undo,
                  icon=":material/undo:", key="corpus.undo")  # fmt: skip
        st.button(t("corpus.merge", count=len(chosen)), disabled=len(chosen) < 2, key="corpus.merge",
                  on_click=lambda: change(merge(corpus, chosen)), icon=":material/merge:")  # fmt: skip
        st.button(t("corpus.remove", count=len(chosen)), disabled=not chosen, key="corpus.remove",
                  on_click=lambda: change(remove(corpus, chosen)), icon=":material/delete:")  # fmt: skip
        repeated = list(duplicates(corpus))
        st.button(t("corpus.remove_repeated", count=len(repeated)), disabled=not repeated, key="corpus.repeated",
                  on_click=lambda: change(remove(corpus, repeated)))  # fmt: skip


def pick(works: Mapping[str, Work], key: str) -> Work:
    labels = {work_id: widgets.work_label(work) for work_id, work in works.items()}
    options = list(works)
    chosen = st.selectbox(t("corpus.work"), options, format_func=labels.__getitem__, key=f"{key}.{len(options)}")
    return works[chosen if chosen in works else options[0]]


def show_work(corpus: Corpus) -> None:
    """One work as it was read, and the line at which it can be split."""
    work = pick({work.id: work for work in corpus}, "corpus.work")
    show_verse(work)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        line = st.number_input(t("corpus.split_at"), 2, max(2, len(work)), key=f"corpus.split_at.{work.id}",
                               disabled=len(work) < 2)  # fmt: skip
        st.button(t("corpus.split"), disabled=len(work) < 2, key="corpus.split", icon=":material/call_split:",
                  on_click=lambda: state.set_own_corpus(split(corpus, work.id, int(line) - 1)))  # fmt: skip
        st.button(t("corpus.open"), on_click=partial(state.set_current_work, work.id), key="corpus.open")


def show_verse(work: Work) -> None:
    """Numbered lines with the breaks between stanzas marked, all characters as typed, hidden ones made visible."""
    st.code(verse(work), language=None, wrap_lines=True)
    if len(work) > _PREVIEWED:
        st.caption(t("corpus.more_lines", shown=_PREVIEWED, lines=len(work)))


def verse(work: Work) -> str:
    """The preview of a work as plain text."""
    width = len(str(min(len(work), _PREVIEWED)))
    rows = []
    last = 1
    pairs = zip(work.lines[:_PREVIEWED], work.stanza_numbers, strict=False)
    for number, (line, stanza) in enumerate(pairs, start=1):
        if stanza != last:
            rows.append(f"{'':>{width}} ┈ {stanza}")
            last = stanza
        rows.append(f"{number:>{width}} │ {show_invisible(line.text)}")
    return "\n".join(rows)


def show_glosses(corpus: Corpus) -> None:
    """Whether the model reads glosses, with each line that has one as printed and as read."""
    found = glosses(corpus)
    if not found:
        return
    st.subheader(t("corpus.glosses"))
    dropped = st.toggle(t("corpus.drop_glosses"), state.glosses_dropped(), key="corpus.glosses_toggle",
                        help=t("corpus.glosses_help"))  # fmt: skip
    state.drop_glosses(dropped)
    shown = [(show_invisible(text), show_invisible(read if dropped else text)) for text, read in found[:_GLOSSES_SHOWN]]
    st.dataframe(pd.DataFrame(shown, columns=[t("corpus.printed"), t("corpus.as_read")]), hide_index=True)
    if len(found) > _GLOSSES_SHOWN:
        st.caption(t("corpus.more_lines", shown=_GLOSSES_SHOWN, lines=len(found)))
