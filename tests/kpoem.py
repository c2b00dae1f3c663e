"""KPoEM and KOTE in small, in their files' own form: what a line says decides what its readers chose."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from emolit.training.data import KpoemRow, Votes

PHRASES = {
    "슬픔": "눈물에 젖은 밤",
    "기쁨": "환하게 웃는 아침",
    "불안/걱정": "그늘이 떠는 골목",
    "놀람": "별안간 터진 소리",
}
COMMENTS = (("정말 고마워요", "4,15"), ("너무 짜증이 난다", "0,22"), ("그저 그렇다", "24"))
GOEMOTIONS_LABELS = (
    *("admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire"),
    *("disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy"),
    *("love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral"),
)
PARALLEL = (
    (("What a day!", "대단한 날이다!"), (17,)),
    (("I could cry.", "울 것 같다."), (25, 16)),
    (("It is Monday.", "월요일이다."), (27,)),
)
BLOCKS = 6
_SPLITS = ("train", "val", "train", "test", "train")


def row(
    number: int, text: str, votes: Votes | None, *, unit: str = "line", segment: int = 0, block: int = 0, split: str
) -> KpoemRow:
    return KpoemRow(number, unit, segment, block, "누군가", split, text, votes)


def small_kpoem(*, val_votes: bool = True, test_votes: bool = False) -> list[KpoemRow]:
    """Two segments a block; each has five lines, its own row and, among its lines, one of `val` and one of `test`."""
    shown = {"train": True, "val": val_votes, "test": test_votes}
    lines, wholes = [], []
    for segment in range(2 * BLOCKS):
        votes: dict[str, int] = {}
        texts = []
        for place, split in enumerate(_SPLITS):
            main, other = (list(PHRASES)[(segment + place + step) % len(PHRASES)] for step in (0, 1))
            votes = {main: 3 + (segment + place) % 3, other: 1 + place % 2}
            texts.append(f"{PHRASES[main]} {segment}-{place}")
            own = votes if shown[split] else None
            lines.append((texts[-1], own, "line", segment, split))
        wholes.append(("\n".join(texts), votes, "segment", segment, "train"))
    return [
        row(number, text, own, unit=unit, segment=segment, block=segment // 2, split=split)
        for number, (text, own, unit, segment, split) in enumerate([*lines, *wholes])
    ]


def write_data(folder: Path, rows: Sequence[KpoemRow]) -> Path:
    """A data folder as training expects it."""
    (folder / "kpoem").mkdir(parents=True)
    (folder / "kote").mkdir()
    columns = ["row", "unit", "segment", "block", "poet", "split", "text", "votes"]
    with (folder / "kpoem" / "rows.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(columns)
        for each in rows:
            votes = "" if each.votes is None else json.dumps(dict(each.votes), ensure_ascii=False)
            writer.writerow([*(getattr(each, column) for column in columns[:-1]), votes])
    for name, comments in (("val", COMMENTS[:1]), ("test", COMMENTS[1:])):
        lines = [f"{number}\t{text}\t{labels}\n" for number, (text, labels) in enumerate(comments)]
        (folder / "kote" / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    write_goemotions(folder / "goemotions")
    return folder


def write_goemotions(folder: Path) -> None:
    """The same few comments in each file, in both languages."""
    folder.mkdir()
    (folder / "labels.txt").write_text("\n".join(GOEMOTIONS_LABELS) + "\n", encoding="utf-8")
    for part in ("train", "dev", "test"):
        for language, texts in (("en", 0), ("ko", 1)):
            lines = [f"{pair[texts]}\t{','.join(map(str, labels))}\tid\n" for pair, labels in PARALLEL]
            (folder / f"{language}_{part}.tsv").write_text("".join(lines), encoding="utf-8")
