"""Parts that pages share: intake, the current work and its settings, notices, messages."""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from emolit.corpus import Corpus, ReadingOptions, ReadingUnit, Work, read_paste
from emolit.corpus.counting import show_invisible, told_apart
from emolit.corpus.guard import read_guarded
from emolit.errors import EmolitError
from emolit.export import notices
from emolit.export.notices import OUT_OF_FOLD
from emolit.reading.scores import EmotionScores
from emolit.settings import Settings
from emolit.ui import allowance, cached, kept, state
from emolit.ui.uploads import show_uploader
from emolit.ui.wording import format_name, sentence, t

_MARKS = re.compile(r"[\\`*_{}\[\]<>#~$|]")
_LOG = logging.getLogger("emolit")

ICON = str(Path(__file__).parent.parent / "assets" / "icon.svg")  # ours: Streamlit would fetch its own from the network


def known(value: float, form: str) -> str:
    """A figure in this format, or a dash where it cannot be known."""
    return "–" if math.isnan(value) else format(value, form)


def sidebar() -> None:
    """What every page shares: the language, the work, how it is read. An embedded view goes without."""
    works = state.all_works()
    state.take_turn()
    if st.session_state.get(state.WORK) not in works:
        state.set_current_work(next(iter(works)))
    if st.context.is_embedded:
        return
    with st.sidebar:
        st.caption(t("app.tagline"))
        labels = work_labels(list(works.values()))
        work_id = st.selectbox(t("app.work"), list(works), format_func=labels.__getitem__, key=state.WORK)
        _unit(work_id)
        st.toggle(t("app.context"), value=True, key=state.CONTEXT, help=t("app.context_help"))
        st.segmented_control(
            t("app.language"),
            ["ko", "en"],
            default=state.default_language(),
            required=True,
            format_func={"ko": "한국어", "en": "English"}.__getitem__,
            key=state.LANGUAGE,
            on_change=state.say_choices_anew,
        )
        st.caption(t("app.public") if Settings.from_env().public else t("app.private"))


def work_label(work: Work) -> str:
    """Title and author, with what could turn or hide the text around it made visible."""
    return show_invisible(" · ".join(filter(None, (work.title or t("app.untitled"), work.author))))


def work_labels(works: Sequence[Work]) -> dict[str, str]:
    """Work id -> its label, with the year where two are alike, and numbered where these are alike as well."""
    labels = {work.id: work_label(work) for work in works}
    often = Counter(labels.values())
    for work in works:
        if often[labels[work.id]] > 1 and work.year:
            labels[work.id] = f"{labels[work.id]} · {show_invisible(work.year)}"
    return dict(zip(labels, told_apart(labels.values()), strict=True))


def as_typed(text: str) -> str:
    """A sentence for an element that reads Markdown: names and lines quoted in it are shown as they are."""
    return _MARKS.sub(r"\\\g<0>", show_invisible(text))


def _unit(work_id: str) -> None:
    key = f"app.unit.{work_id}"
    unit = st.segmented_control(
        t("app.unit"),
        list(ReadingUnit),
        default=state.unit_of(work_id),
        required=True,
        format_func={unit: t(f"app.unit_{unit}") for unit in ReadingUnit}.__getitem__,
        key=key,
        help=t("app.unit_help"),
    )
    if unit is not None and unit != state.unit_of(work_id):
        state.set_unit(work_id, unit)


def intake(*, expanded: bool | None = None) -> None:
    """Paste a poem or upload files; what is bad gets a sentence, what is there stays. Open at first without texts."""
    is_open = not len(state.own_corpus()) if expanded is None else expanded
    with st.expander(t("intake.title"), expanded=is_open, icon=":material/add:"):
        paste, upload = st.tabs([t("intake.paste"), t("intake.upload")])
        with paste, st.form("read.paste", border=False):
            text, about = st.columns([3, 1])
            hint = t("intake.text_placeholder")
            text.text_area(t("intake.text"), height=160, placeholder=hint, key="read.paste_text")
            about.text_input(t("intake.poem_title"), key="read.paste_title")
            about.text_input(t("intake.author"), key="read.paste_author")
            about.form_submit_button(t("intake.submit"), type="primary", on_click=_take_paste)
        with upload:
            show_uploader(t("intake.files"), "intake.files_help", key=_upload_key(), on_change=_take_files)
        if len(state.own_corpus()):
            st.button(t("intake.remove"), on_click=state.forget_all, key="read.remove")
    show_messages()


def show_messages() -> None:
    with st.container():  # always there, so that what stands below keeps its place when a message goes
        for message in state.take_messages():
            (st.error if message.is_error else st.success)(as_typed(message.text))


def _upload_key() -> str:
    """A new uploader after each intake, so that the server drops the bytes it has read."""
    return f"read.upload.{st.session_state.get('read.uploads', 0)}"


def _take_paste() -> None:
    text = st.session_state["read.paste_text"]
    title = st.session_state["read.paste_title"].strip() or t("app.untitled")
    author = st.session_state["read.paste_author"].strip()
    if _take(partial(read_paste, text, title=title, author=author, limits=allowance.limits())):
        for key in ("read.paste_text", "read.paste_title", "read.paste_author"):
            st.session_state[key] = ""


def _take_files() -> None:
    for file in st.session_state[_upload_key()] or []:
        _take(partial(_read_upload, file.name, file.getvalue()))
    st.session_state["read.uploads"] = st.session_state.get("read.uploads", 0) + 1


def _read_upload(name: str, data: bytes) -> Corpus:
    state.bring(len(data))
    return read_upload(name, data, ReadingOptions(guess_columns=True, skip_bad_entries=True))


def read_upload(name: str, data: bytes, options: ReadingOptions) -> Corpus:
    """Read a file that a visitor brought, in a process of its own, with a bar while it lasts. Raises CorpusError."""
    bar = st.empty()

    def show(done: int, total: int) -> None:
        bar.progress(done / total, t("intake.progress", done=done, total=total))

    try:
        corpus = read_guarded(name, data, options, limits=allowance.limits(), on_progress=show)
        if corpus.notes[0].format == "tei":
            kept.editions()[corpus.notes[0].sha256] = data
        return corpus
    finally:
        bar.empty()


def _take(read: Callable[[], Corpus]) -> bool:
    """Add what `read` returns; say what happened."""
    try:
        return add(read())
    except EmolitError as error:
        state.say(sentence(error), is_error=True)
        return False


def add(new: Corpus) -> bool:
    """Add to the visitor's corpus and turn to the first new work; False when that would be too much."""
    own = state.own_corpus()
    try:
        note = new.notes[0]
        if all(work in own.works for work in new):
            state.say(t("intake.already", name=note.name))
            state.set_current_work(new.works[0].id)
            return True
        both = own + new
        allowance.limits().check_corpus(both)
    except EmolitError as error:
        state.say(sentence(error), is_error=True)
        return False
    state.set_own_corpus(both)
    state.set_current_work(both.works[len(own)].id)
    how = ", ".join(filter(None, (format_name(note), note.encoding)))
    state.say(t("intake.added", name=note.name, works=len(new), lines=new.n_lines, how=how))
    return True


def show_notices(corpus: Corpus, scores: EmotionScores) -> None:
    """Nothing silent: one warning for each thing a reader of these scores should know, older scores among them."""
    with st.container():
        say_notices(corpus, scores)
        if cached.is_of_another_model(scores):
            about = {"model": scores.provenance.model, "fingerprint": scores.provenance.fingerprint[:12]}
            st.warning(as_typed(t("app.older_scores", **about)), icon=":material/history:")
            st.button(t("app.read_again"), on_click=kept.drop_opened, key="app.read_again")


def say_notices(corpus: Corpus, scores: EmotionScores) -> None:
    """The warnings of scores that were computed here."""
    for notice in notices(corpus, scores):
        say, icon = (st.info, "verified") if notice.code == OUT_OF_FOLD else (st.warning, "flag")
        say(as_typed(sentence(notice)), icon=f":material/{icon}:")


def announce_language(language: str) -> None:
    """Tell the browser which language the page is in; Streamlit's own page always says English."""
    st.html(f"<script>document.documentElement.lang = {language!r}</script>", unsafe_allow_javascript=True)


def run(page: Callable[[], None]) -> None:
    """Run a page; what goes wrong on purpose becomes its sentence, and no log quotes a reader's text."""
    try:
        page()
    except EmolitError as error:
        st.error(as_typed(sentence(error)))
    except Exception as error:  # noqa: BLE001 - Streamlit would log the traceback with the reader's text in it
        _LOG.error("a page failed: %s", type(error).__name__)
        _LOG.debug("in full", exc_info=True)
        st.error(t("app.failed"))


def is_dark() -> bool:
    return st.context.theme.type == "dark"
