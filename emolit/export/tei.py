"""TEI out: an edition with the readings on it, or a new one made of any corpus (TEI P5, chapters 2, 6, 16 and 17).

The text stays as it is. Readings stand off it: a `standOff` with one `spanGrp` a work for the emotions above the
model's threshold (`span from ana cert`), one for all 44 scores of each line, in an order that it names, and one a layer
of votes or judgements (`resp`). The labels are a `taxonomy` of the header, model and settings its `encodingDesc`.
`cert` is the score: the share of readers expected to choose the label, a number between 0 and 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from emolit.corpus import Corpus, Work
from emolit.corpus.edition import Edition, Place
from emolit.corpus.tei import TAXONOMY, VOTES
from emolit.corpus.xml import XML_ID, Element, find_all, indented, local, tei, xml_bytes
from emolit.emotions import Emotion, Scheme
from emolit.errors import Language
from emolit.export.layers import Layer, LayerKind
from emolit.export.tei_text import header_element, new_ids, work_element
from emolit.reading.scores import EmotionScores

MODEL = "emolit-model"  # xml:id of the application that `resp` of the model's readings points to
READINGS = "emolit-readings"
_LONG = ("notices", "inputs", "trained_on", "derived")  # of the record: as JSON alone
_OWN = (READINGS, TAXONOMY, MODEL, "emolit-provenance", "emolit-declaration")


@dataclass(frozen=True)
class Readings:
    """What is written on a text: the model's scores, further layers, and where all of it comes from.

    record: provenance. methods: paragraphs on the methods, by language.
    """

    scores: EmotionScores
    record: Mapping[str, Any]
    layers: Sequence[Layer] = ()
    methods: Mapping[Language, str] | None = None

    @property
    def scheme(self) -> Scheme:
        return self.scores.scheme


def label_id(emotion: Emotion) -> str:
    """The category of a label: "emolit-sadness"."""
    return "emolit-" + re.sub(r"[^a-z0-9]+", "-", emotion.gloss_en.lower()).strip("-")


def annotated_edition(edition: Edition, corpus: Corpus, readings: Readings) -> bytes:
    """The edition as it was, readings added; readings that an earlier emolit left in it are replaced.

    Lines of the corpus that do not stand in the edition have no reading in it.
    """
    root = edition.root
    _drop_earlier(root)
    ids = {place: edition.id_of(element) for place, element in edition.places(corpus).items()}
    header = next(child for child in root if local(child) == "teiHeader")
    statement = next(find_all(header, "titleStmt"))
    statement.extend(_people(readings))
    _declare(header, readings)
    header.addnext(indented(_stand_off(corpus, readings, ids)))
    return xml_bytes(root)


def new_edition(corpus: Corpus, readings: Readings, title: str = "") -> bytes:
    """A new document: one `TEI` a work, several in a `teiCorpus`; our own reader reads the same works from it."""
    ids = new_ids(corpus)
    works = [work_element(work, ids) for work in corpus]
    if len(works) == 1:
        (root,) = works
        header = root[0]
    else:
        name = title or ", ".join(dict.fromkeys(note.name for note in corpus.notes)) or "emolit"
        header = header_element(tei("titleStmt", "", tei("title", name)), tei("p", "See the header of each text."))
        root = tei("teiCorpus", "", header, *works)
    next(find_all(header, "titleStmt")).extend(_people(readings))
    _declare(header, readings)
    header.addnext(_stand_off(corpus, readings, ids))
    return xml_bytes(root, indent=True)


def _drop_earlier(root: Element) -> None:
    owned = [e for e in root.iter() if isinstance(e.tag, str) and e.get(XML_ID, "") in _OWN]
    owned += [e for e in find_all(root, "respStmt") if e.get(XML_ID, "").startswith("emolit-who-")]
    for element in owned:
        parent = element.getparent()
        if parent is None:
            continue
        if local(parent) in ("classDecl", "appInfo") and len(parent) == 1:
            element, parent = parent, parent.getparent()
        if parent is not None and element.getparent() is parent:
            _keep_tail(element)
            parent.remove(element)


def _keep_tail(element: Element) -> None:
    """White space after an element that goes is the white space before the next one."""
    previous, parent = element.getprevious(), element.getparent()
    if not (element.tail or "").strip() or parent is None:
        return
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")


# The header


def _people(readings: Readings) -> Iterator[Element]:
    for number, layer in enumerate(readings.layers, start=1):
        done = "chose the emotions" if layer.kind is LayerKind.VOTES else "coded the emotions"
        yield tei("respStmt", "", tei("resp", done), tei("name", layer.who or layer.name), xml_id=_who(number))


def _who(number: int) -> str:
    return f"emolit-who-{number}"


def _declare(header: Element, readings: Readings) -> None:
    """Model, settings and labels into the `encodingDesc`, the whole provenance as JSON after it."""
    encoding = next((child for child in header if local(child) == "encodingDesc"), None)
    if encoding is None:
        encoding = tei("encodingDesc")
        next(child for child in header if local(child) == "fileDesc").addnext(encoding)
    scheme, record = readings.scheme, readings.record
    told = "; ".join(f"{key}: {_told(value)}" for key, value in record.items() if key not in _LONG)
    application = tei(
        "application", "", tei("label", "emolit"), tei("desc", told),
        ident="emolit", version=_version(str(record.get("version", "0"))), xml_id=MODEL,
    )  # fmt: skip
    encoding.append(indented(tei("appInfo", "", application)))
    encoding.append(indented(tei("classDecl", "", _taxonomy(scheme))))
    if readings.methods:
        paragraphs = [tei("p", text, xml_lang=language) for language, text in readings.methods.items()]
        interpretation = tei("interpretation", "", *paragraphs)
        encoding.append(indented(tei("editorialDecl", "", interpretation, xml_id="emolit-declaration")))
    provenance = json.dumps(record, ensure_ascii=False)
    encoding.addnext(tei("xenoData", provenance, type="json", xml_id="emolit-provenance"))


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _version(version: str) -> str:
    """The leading numbers: what TEI takes for a version."""
    found = re.match(r"\d+(\.\d+){0,3}", version)
    return found.group() if found else "0"


def _taxonomy(scheme: Scheme) -> Element:
    """Families of labels, each label with its names and definitions; `n` is its name in the data."""
    families = []
    for family in scheme.families:
        labels = []
        for emotion in (scheme.find(name) for name in family.members):
            about = [_described(emotion.gloss(language), emotion.definition(language), language)
                     for language in ("ko", "en")]  # fmt: skip
            labels.append(tei("category", "", *about, xml_id=label_id(emotion), n=emotion.name))
        names = [tei("catDesc", name, xml_lang=language) for language, name in (("ko", family.ko), ("en", family.en))]
        families.append(tei("category", "", *names, *labels, xml_id=f"emolit-family-{family.key}"))
    said = f"The {len(scheme.names)} labels of {scheme.name.upper()}, in families of emolit's."
    return tei("taxonomy", "", tei("desc", said, xml_lang="en"), *families, xml_id=TAXONOMY)


def _described(name: str, definition: str, language: str) -> Element:
    return tei("catDesc", "", tei("term", name), tei("gloss", definition), xml_lang=language)


# The readings


def _stand_off(corpus: Corpus, readings: Readings, ids: Mapping[Place, str]) -> Element:
    groups = []
    for work in corpus:
        places = [(index, ids[work.id, index]) for index in range(len(work)) if (work.id, index) in ids]
        if places:
            groups += [_emotions(work, readings, places), _scores(work, readings, places)]
            groups += _layers(work, readings, places)
    return tei("standOff", "", *groups, xml_id=READINGS)


def _emotions(work: Work, readings: Readings, places: Sequence[tuple[int, str]]) -> Element:
    """A span for each label of each line above its threshold, the strongest first."""
    values = readings.scores.of(work.id).lines.values
    threshold = np.array(readings.scores.threshold)
    labels = [label_id(emotion) for emotion in readings.scheme.emotions]
    spans = []
    for index, name in places:
        for column in np.argsort(-values[index], kind="stable"):
            if values[index, column] > threshold[column]:
                cert = f"{values[index, column]:.6f}"
                spans.append(tei("span", **_from(name), ana=f"#{labels[column]}", cert=cert))
    return _group(spans, "emolit-emotions", MODEL, f"Emotions of '{work.title}' above the threshold")


def _scores(work: Work, readings: Readings, places: Sequence[tuple[int, str]]) -> Element:
    """All scores of each line, in the scheme's order; a line that the model was trained on is marked, and one that is
    shown out of fold.
    """
    found = readings.scores.of(work.id)
    marks = dict.fromkeys(found.trained_on, "trained") | dict.fromkeys(found.out_of_fold, "out-of-fold")
    spans = [
        tei("span", " ".join(f"{value:.6f}" for value in found.lines.values[index]), **_from(name),
            type=marks.get(index, ""))
        for index, name in places
    ]  # fmt: skip
    order = ", ".join(readings.scores.labels)
    return _group(spans, "emolit-scores", MODEL, f"Scores of '{work.title}' in this order: {order}")


def _layers(work: Work, readings: Readings, places: Sequence[tuple[int, str]]) -> Iterator[Element]:
    for number, layer in enumerate(readings.layers, start=1):
        if work.id not in layer.values:
            continue
        said = f"{layer.name}: {layer.who}" if layer.who else layer.name
        is_votes = layer.kind is LayerKind.VOTES
        spans = _votes(work, readings, places) if is_votes else _judgements(work, readings, places, layer)
        yield _group(list(spans), VOTES if is_votes else f"emolit-{layer.kind}", _who(number), said)


def _votes(work: Work, readings: Readings, places: Sequence[tuple[int, str]]) -> Iterator[Element]:
    """`n` is how many of how many; a line for which nobody chose anything has a span without a label."""
    for index, name in places:
        line = work.lines[index]
        if line.votes is None:
            continue
        for label, count in line.votes.items() or [("", 0)]:
            ana = f"#{label_id(readings.scheme.find(label))}" if label else ""
            share = f"{count / line.readers:.6f}"
            yield tei("span", **_from(name), ana=ana, n=f"{count}/{line.readers}", cert=share)


def _judgements(work: Work, readings: Readings, places: Sequence[tuple[int, str]], layer: Layer) -> Iterator[Element]:
    """A span for each label that has a value; a line that was judged to have none has a span without a label."""
    values = layer.of(work.id, (len(work), len(readings.scheme.names)))
    for index, name in places:
        row = values[index]
        if np.isnan(row).all():
            continue
        chosen = np.flatnonzero(np.nan_to_num(row))
        if not len(chosen):
            yield tei("span", **_from(name), n="0")
        for column in chosen:
            ana = f"#{label_id(readings.scheme.emotions[column])}"
            is_share = 0 <= row[column] <= 1
            cert, n = (f"{row[column]:.6f}", "") if is_share else ("", f"{row[column]:.6f}")
            yield tei("span", **_from(name), ana=ana, cert=cert, n=n)


def _from(name: str) -> dict[str, str]:
    return {"from": f"#{name}"}


def _group(spans: Sequence[Element], kind: str, who: str, said: str) -> Element:
    return tei("spanGrp", "", tei("desc", said), *spans, type=kind, resp=f"#{who}")
