"""TEI out: valid, nothing of the text lost, an edition's own markup untouched."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from emolit.corpus import Corpus, Line, Work, read_corpus, sample_corpus
from emolit.corpus.edition import Edition
from emolit.corpus.works import work_id
from emolit.emotions import load_scheme
from emolit.export import LayerKind, provenance_record, votes_layer
from emolit.export.layers import Layer
from emolit.export.tei import Readings, annotated_edition, label_id, new_edition
from emolit.reading.scores import EmotionScores
from tests.documents import tei

Score = Callable[..., EmotionScores]

SCHEME = load_scheme()
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
NS = {"t": "http://www.tei-c.org/ns/1.0"}
EDITION = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="tei_all.rng"?>
<!-- made by hand -->
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>시선</title><author>가람</author>
</titleStmt><publicationStmt><p>없음</p></publicationStmt><sourceDesc><p>손글씨</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="ko"><body>
  <div type="poem" xml:id="p1"><head>가</head>
    <lg xml:id="s1"><l xml:id="v1" rend="indent">봄이 <hi>온다</hi></l>
      <l>비가<!-- 어느 비 --> 온다<note>판본에 따라 다르다</note></l></lg>
    <lg><l xml:id="v3" n="3">봄이 온다</l></lg>
  </div>
  <div type="poem"><head>나</head><lg><l>비가 온다</l></lg></div>
</body></text></TEI>
""".encode()


@cache
def schema() -> etree.RelaxNG:
    path = Path(__file__).parents[2] / "schemas" / "tei_all.rng.gz"
    return etree.RelaxNG(etree.fromstring(gzip.decompress(path.read_bytes())))


def parsed(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    assert schema().validate(root), schema().error_log.last_error
    return root


def readings(corpus: Corpus, scores: EmotionScores, *layers: Layer) -> Readings:
    return Readings(scores, provenance_record(corpus, scores), layers, {"ko": "방법", "en": "Methods."})


def told(corpus: Corpus) -> list[Work]:
    """Works without what an export gives them: ids of lines."""
    return [
        replace(w, stanzas=tuple(tuple(replace(x, id=None) for x in s) for s in w.stanzas), returns=False)
        for w in corpus
    ]


def annotated(score: Score, data: bytes = EDITION) -> tuple[Corpus, EmotionScores, bytes]:
    corpus = read_corpus("시선.xml", data)
    scores = score(corpus, threshold=(0.8,) * 44)
    edition = Edition.parse("시선.xml", data)
    assert edition
    return corpus, scores, annotated_edition(edition, corpus, readings(corpus, scores))


# A new edition


def test_the_schema_refuses_what_is_not_tei() -> None:
    assert not schema().validate(etree.fromstring(tei("<body><strophe/></body>")))


def test_a_new_edition_of_the_samples_is_valid_and_reads_back_to_the_same_works(score: Score) -> None:
    corpus = sample_corpus()
    data = new_edition(corpus, readings(corpus, score(corpus)))
    parsed(data)
    assert told(read_corpus("작품.xml", data)) == told(corpus)


FULL = Work(
    "x", "봄  밤", ((Line("  들여  쓴 줄 "), Line("탭\t과\r끝")), (Line("<l>&amp; ]]>"),)), author=" 가 람",
    year="c. 1930", language="ko", edition="초판", source="손글씨", translator="나 람", collection="모음",
    paratext=True,
)  # fmt: skip


@pytest.mark.parametrize("also", [(), (replace(FULL, id="y", title="둘", author="", paratext=False),)])
def test_white_space_and_all_that_is_known_of_a_work_come_back(score: Score, also: tuple[Work, ...]) -> None:
    works = [replace(work, id=work_id(work.author, work.title, work.stanzas)) for work in (FULL, *also)]
    corpus = Corpus(tuple(works))
    data = new_edition(corpus, readings(corpus, score(corpus)))
    parsed(data)
    assert told(read_corpus("작품.xml", data)) == told(corpus)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
STANZAS = st.lists(st.lists(TEXTS.map("봄{}".format), min_size=1, max_size=3), min_size=1, max_size=3)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(TEXTS.map("시{}".format), STANZAS), min_size=1, max_size=3))
def test_writing_is_the_inverse_of_reading(score: Score, poems: list[tuple[str, list[list[str]]]]) -> None:
    works = []
    for number, (title, verse) in enumerate(poems):
        stanzas = tuple(tuple(map(Line, stanza)) for stanza in verse)
        works.append(Work(str(number), title, stanzas, language="ko"))
    corpus = Corpus(tuple(works))
    back = read_corpus("이름.xml", new_edition(corpus, readings(corpus, score(corpus))))
    illegal = {"\ufffe": "\ufffd", "\uffff": "\ufffd"}
    assert [(w.title, [[x.text for x in s] for s in w.stanzas]) for w in back] == [
        (title.translate(str.maketrans(illegal)), [[x.translate(str.maketrans(illegal)) for x in s] for s in verse])
        for title, verse in poems
    ]


def test_votes_are_written_with_their_readers_and_come_back(score: Score) -> None:
    rows = 'work,text,votes\n가,봄,"{""기쁨"": 3, ""슬픔"": 1}"\n가,비,{}\n가,눈,\n'
    corpus = read_corpus("표.csv", rows.encode())
    layer = votes_layer(corpus, SCHEME)
    assert layer
    data = new_edition(corpus, readings(corpus, score(corpus), layer))
    root = parsed(data)
    who = root.find(".//t:spanGrp[@type='emolit-votes']", NS).get("resp")  # type: ignore[union-attr]
    assert root.find(f".//t:respStmt[@{XML_ID}='{who[1:]}']/t:name", NS).text == layer.who  # type: ignore
    assert told(read_corpus("표.xml", data)) == told(corpus)


def test_a_coder_s_judgements_name_their_coder(score: Score) -> None:
    corpus = read_corpus("시.csv", "work,text\n가,봄\n가,비\n가,눈\n".encode())
    values = np.full((3, 44), np.nan)
    values[:2] = 0
    values[0, 5] = 1
    layer = Layer("나래", LayerKind.JUDGEMENTS, {corpus.works[0].id: values}, "박나래")
    root = parsed(new_edition(corpus, readings(corpus, score(corpus), layer)))
    group = root.find(".//t:spanGrp[@type='emolit-judgements']", NS)
    assert group is not None
    spans = [(span.get("from"), span.get("ana")) for span in group.findall("t:span", NS)]
    assert spans == [("#w1-l1", f"#{label_id(SCHEME.emotions[5])}"), ("#w1-l2", None)]
    people = {found.get(XML_ID): found.find("t:name", NS).text for found in root.findall(".//t:respStmt", NS)}  # type: ignore
    assert people[group.get("resp", "")[1:]] == "박나래"


# The readings


def test_every_score_can_be_read_from_the_document_to_six_digits(score: Score) -> None:
    _, scores, data = annotated(score)
    root = parsed(data)
    spans = root.findall(".//t:spanGrp[@type='emolit-scores']/t:span", NS)
    np.testing.assert_allclose(
        [[float(x) for x in (s.text or "").split()] for s in spans], scores.line_values(), atol=1e-6
    )
    assert [span.get("from") for span in spans] == ["#v1", "#emolit-l1", "#v3", "#emolit-l2"]


def test_spans_name_the_labels_above_the_threshold_with_their_scores(score: Score) -> None:
    corpus, scores, data = annotated(score)
    root = parsed(data)
    found = root.findall(".//t:spanGrp[@type='emolit-emotions']/t:span[@from='#v3']", NS)
    values = scores.of(corpus.works[0].id).lines.values[2]
    expected = {f"#{label_id(SCHEME.emotions[i])}": round(float(values[i]), 6) for i in np.flatnonzero(values > 0.8)}
    assert {span.get("ana"): float(span.get("cert", "")) for span in found} == expected


def test_the_header_holds_44_labels_in_two_languages_the_model_and_the_whole_provenance(score: Score) -> None:
    corpus, scores, data = annotated(score)
    root = parsed(data)
    labels = root.findall(".//t:taxonomy//t:category[@n]", NS)
    assert {label.get("n") for label in labels} == set(SCHEME.names)
    for label in labels:
        emotion = SCHEME.find(str(label.get("n")))
        terms = [term.text for term in label.findall("t:catDesc/t:term", NS)]
        assert terms == [emotion.gloss_ko, emotion.gloss_en]
    record = json.loads(root.find(".//t:xenoData", NS).text or "")  # type: ignore[union-attr]
    assert record == provenance_record(corpus, scores)
    described = root.find(".//t:application/t:desc", NS)
    assert described is not None
    assert record["fingerprint"] in (described.text or "")


def test_every_pointer_points_to_something_in_the_document(score: Score) -> None:
    for data in (annotated(score)[2], new_edition(sample_corpus(), readings(sample_corpus(), score(sample_corpus())))):
        root = parsed(data)
        ids = [found.get(XML_ID) for found in root.iter() if found.get(XML_ID)]
        assert len(ids) == len(set(ids))
        pointers = {span.get(key) for span in root.iter("{*}span", "{*}spanGrp") for key in ("from", "ana", "resp")}
        assert {pointer[1:] for pointer in pointers if pointer} <= set(ids)


# The edition that came in


def without_ours(data: bytes) -> bytes:
    """The document with everything taken out that names emolit, in one canonical form without white space between."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    for found in [e for e in root.iter("{*}standOff", "{*}appInfo", "{*}classDecl", "{*}editorialDecl", "{*}xenoData")]:
        found.getparent().remove(found)
    for found in list(root.iter("{*}encodingDesc")):
        if not len(found):
            found.getparent().remove(found)
    for found in root.iter():
        if str(found.attrib.get(XML_ID, "")).startswith("emolit-l"):
            del found.attrib[XML_ID]
    return etree.tostring(root.getroottree(), method="c14n", with_comments=True)


def test_an_edition_comes_back_with_its_own_markup_ids_and_remarks(score: Score) -> None:
    _, _, data = annotated(score)
    assert without_ours(data) == without_ours(EDITION)
    assert b"<?xml-model" in data
    assert b"<!-- made by hand -->" in data


def test_an_edition_s_works_are_read_back_the_same(score: Score) -> None:
    corpus, _, data = annotated(score)
    assert told(read_corpus("시선.xml", data)) == told(corpus)
    ids = [line.id for work in read_corpus("시선.xml", data) for line in work.lines]
    assert ids == ["v1", "emolit-l1", "v3", "emolit-l2"]


def test_reading_an_edition_a_second_time_replaces_the_readings_of_the_first(score: Score) -> None:
    _, _, once = annotated(score)
    _, _, twice = annotated(score, once)
    root = parsed(twice)
    assert [len(root.findall(f".//t:{name}", NS)) for name in ("standOff", "taxonomy", "application", "xenoData")] == [
        1, 1, 1, 1,
    ]  # fmt: skip
    assert without_ours(twice) == without_ours(EDITION)


def test_a_part_of_an_edition_is_found_in_it_whatever_was_merged_or_removed(score: Score) -> None:
    corpus = read_corpus("시선.xml", EDITION)
    part = replace(corpus, works=corpus.works[1:])
    edition = Edition.parse("시선.xml", EDITION)
    assert edition
    places = edition.places(part)
    assert set(places) == {(part.works[0].id, 0)}


def test_an_edition_with_prose_around_verse_holds_its_lines_and_those_alone(score: Score) -> None:
    prose = EDITION.replace(b"<body>", "<body><p>그는 읊었다. <q><l>별이 뜬다</l></q> 밤이었다.</p>".encode(), 1)
    corpus, _, data = annotated(score, prose)
    edition = Edition.parse("시선.xml", prose)
    assert edition
    assert edition.holds(corpus)
    assert len(edition.places(corpus)) == corpus.n_lines - 2
    assert not edition.holds(read_corpus("시.txt", "그는 읊었다.\n그는 읊었다.\n".encode()))
    assert told(read_corpus("시선.xml", data)) == told(corpus)


def test_what_is_not_tei_p5_has_no_edition() -> None:
    assert Edition.parse("a.xml", b"<TEI.2><text><body><l>x</l></body></text></TEI.2>") is None
    assert Edition.parse("a.xml", b"<html/>") is None
    assert Edition.parse("a.xml", b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body/></text></TEI>') is None


def test_an_edition_of_several_texts_is_valid_with_the_readings_on_it(score: Score) -> None:
    texts = [EDITION[EDITION.index(b"<TEI") :].replace(b'xml:id="', b'xml:id="%d' % n) for n in (1, 2)]
    texts = [text.replace(b'xml:id="', b'xml:id="x') for text in texts]
    header = texts[0][texts[0].index(b"<teiHeader>") : texts[0].index(b"<text")]
    whole = b'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">' + header + b"".join(texts) + b"</teiCorpus>"
    corpus, _, data = annotated(score, whole)
    parsed(data)
    assert told(read_corpus("시선.xml", data)) == told(corpus)
    assert len(corpus) == 4


def test_lines_that_the_model_has_learnt_and_lines_out_of_fold_are_marked(score: Score) -> None:
    corpus = read_corpus("시.txt", "봄이 온다\n비가 온다\n눈이 온다".encode())
    root = parsed(new_edition(corpus, readings(corpus, score(corpus, trained_on=(0,), out_of_fold=(1,)))))
    spans = root.xpath("//t:spanGrp[@type='emolit-scores']/t:span", namespaces=NS)
    assert [span.get("type") for span in spans] == ["trained", "out-of-fold", None]
