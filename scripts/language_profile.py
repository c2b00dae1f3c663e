"""Makes `emolit/assets/languages.npz` from the texts of training, and measures how often the language meter is wrong.

    python scripts/language_profile.py [../shared/data] [--measure-only] > table.md

The tables hold hashed frequencies of groups of three letters: no text can be had back from them. Rows that the tables
are made of are not measured.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.corpus import Work, read_paste
from emolit.reading.meter import PROFILES, make_table, measure
from tests.verse import VERSE

GROUPED = (1, 4, 20)  # lines of a text
DRAWN = 500  # texts of each kind
BOTH = ("ko", "en")


def first_column(path: Path, column: int = 0) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[column] for row in rows if len(row) > column]


def kpoem(data: Path, splits: Sequence[str]) -> list[str]:
    with (data / "kpoem" / "rows.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["text"] for row in rows if row["unit"] == "line" and row["split"] in splits]


def make(data: Path) -> None:
    korean = kpoem(data, ["train"]) * 5  # or comments, of which there are many more letters, would drown the verse
    korean += first_column(data / "kote" / "val.tsv", 1) + first_column(data / "goemotions" / "ko_train.tsv")
    english = first_column(data / "goemotions" / "en_train.tsv")
    np.savez_compressed(PROFILES, ko=make_table(korean, "ko"), en=make_table(english, "en"))


def kinds(data: Path) -> dict[str, list[str]]:
    return {
        "Korean verse (KPoEM, rows not of `train`)": kpoem(data, ["val", "test"]),
        "Korean comments (KOTE)": first_column(data / "kote" / "test.tsv", 1),
        "Korean, translated (GoEmotions test)": first_column(data / "goemotions" / "ko_test.tsv"),
        "English comments (GoEmotions test)": first_column(data / "goemotions" / "en_test.tsv"),
    }


def works(lines: Sequence[str], n_lines: int) -> Iterable[Work]:
    """Texts of so many lines drawn at random, those without a letter left out."""
    drawn = random.Random(7)
    for _ in range(DRAWN):
        text = "\n".join(drawn.sample(lines, n_lines))
        if any(character.isalpha() for character in text):
            yield from read_paste(text, title="text").works


def flagged(texts: Iterable[Work], languages: Sequence[str]) -> tuple[float, list[float]]:
    found = [measure(work, languages) for work in texts]
    share = sum(each.outside is not None for each in found) / len(found)
    return share, [each.distance for each in found if each.distance is not None]


def main() -> None:
    arguments = [word for word in sys.argv[1:] if word != "--measure-only"]
    data = Path(arguments[0] if arguments else "../shared/data")
    if "--measure-only" not in sys.argv:
        make(data)
    out = sys.stdout
    out.write("| text | lines | flagged, model of ko | flagged, model of ko and en | bits: median | 99 % |\n")
    out.write("| --- | ---: | ---: | ---: | ---: | ---: |\n")
    for name, lines in kinds(data).items():
        for n_lines in GROUPED:
            texts = list(works(lines, n_lines))
            korean, _ = flagged(texts, ["ko"])
            both, bits = flagged(texts, BOTH)
            middle, high = np.quantile(bits, [0.5, 0.99])
            out.write(f"| {name} | {n_lines} | {korean:.1%} | {both:.1%} | {middle:.1f} | {high:.1f} |\n")
    out.write("\n| own verse | script | bits | limit | model of ko | model of ko and en |\n")
    out.write("| --- | --- | ---: | ---: | --- | --- |\n")
    for sample in VERSE:
        (work,) = read_paste(sample.text, title="verse").works
        both = measure(work, BOTH)
        said = [measure(work, languages).outside or "–" for languages in (["ko"], BOTH)]
        script = max(both.scripts, key=both.scripts.__getitem__)
        bits = f"{both.distance:.1f} | {both.limit:.1f}" if both.distance and both.limit else "– | –"
        out.write(f"| {sample.name} | {script} | {bits} | {said[0]} | {said[1]} |\n")


if __name__ == "__main__":
    main()
