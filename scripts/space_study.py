"""Writes docs/SPACE.md: what the shipped atlas shows about five poets, and how far its maps can be trusted.

    scripts/space_study

Every number of the document is computed here, from the atlas and one seed. EMOLIT_ATLAS names another atlas.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.multitest import multipletests

from emolit.analysis.compare import Comparison, profile, tree
from emolit.analysis.projection import (
    FAR_LEVEL,
    classical_mds,
    medoid,
)
from emolit.analysis.resampling import REPLICATES, SEED
from emolit.analysis.signals import emotion_columns, strongest
from emolit.emotions import load_scheme
from emolit.reading.atlas import atlas
from emolit.version import VERSION
from scripts.space_measures import Study, company, displacement, explained_by_poet

Array = NDArray[np.float64]

TEMPLATE = Path(__file__).with_suffix(".md")  # with blanks where the numbers go
OUTPUT = Path(__file__).parents[1] / "docs" / "SPACE.md"
ALPHA = 0.05
SHOWN = 6  # emotions that set a poet apart
STRONGEST = 5
ROMAN = {"김소월": "Kim Sowol", "윤동주": "Yun Dong-ju", "이상": "Yi Sang", "임화": "Im Hwa", "한용운": "Han Yong-un"}


# How they are written


def named(poet: str) -> str:
    return f"{ROMAN[poet]} {poet}" if poet in ROMAN else poet


def p_text(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def share_text(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f} %"


def spread_text(values: Sequence[float]) -> str:
    low, high = (f"{value:.2f}" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def table(head: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> str:
    """head: cells parted by "|"; those that begin with ">" are set to the right."""
    cells = [cell.strip() for cell in head.split("|")]
    lines = ["| " + " | ".join(cell.lstrip("> ") for cell in cells) + " |"]
    lines.append("| " + " | ".join("---:" if cell.startswith(">") else "---" for cell in cells) + " |")
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def trust_table(study: Study) -> str:
    rows = []
    for unit in ("lines", "segments"):
        for method, told in study.atlas.record[unit]["diagnostics"].items():
            kept = (" ".join(f"{v:.2f}" for v in told[name].values()) for name in ("trustworthiness", "continuity"))
            whole = (told[name] for name in ("distance_correlation", "stability"))
            rows.append((unit, method.upper(), *kept, *("–" if value is None else f"{value:.2f}" for value in whole)))
    return table("points | map | > trustworthiness | > continuity | > distances | > stability", rows)


def placing_table(study: Study) -> str:
    rows = []
    for name, part in (("lines", study.atlas.lines), ("segments", study.atlas.segments)):
        profiles = part.scores[:, emotion_columns(study.scheme)]
        for method, points in (("UMAP", part.points["UMAP"]), ("MDS", classical_mds(profiles).points)):
            rows.append((name, method, f"{displacement(profiles, points, part.block):.2f}"))
    return table("points | map | > displacement", rows)


def corpus_table(study: Study) -> str:
    lines, segments = study.atlas.lines, study.atlas.segments
    rows = []
    for poet in study.poets:
        own, whole = lines.poets == poet, np.flatnonzero(segments.poets == poet)
        voted = int((~np.isnan(lines.votes[own]).any(axis=1)).sum())
        n_blocks = len(np.unique(lines.block[own]))
        typical = segments.segment[medoid(study.whole, whole)]
        rows.append((named(poet), f"{own.sum():,}", f"{voted:,}", len(whole), n_blocks, typical))
    return table("poet | > lines | > with votes | > segments | > blocks | > medoid: segment no.", rows)


def profile_table(study: Study) -> str:
    rows = []
    for poet in study.poets:
        found = profile(study.segments, study.segments.rows(poet))
        emotions = "; ".join(
            f"{study.scheme.emotions[k].gloss_en} {found.mean[k]:.2f} [{found.low[k]:.2f}, {found.high[k]:.2f}]"
            for k in strongest(found.mean, study.scheme, STRONGEST)
        )
        ends = f"[{2**found.entropy_low:.1f}, {2**found.entropy_high:.1f}]"
        rows.append((named(poet), emotions, f"{found.range:.1f} {ends}"))
    return table("poet | strongest emotions | > range", rows)


def pair_p_values(study: Study) -> dict[str, Array]:
    """After Holm: distance and unit -> (n_pairs,)."""
    return {
        f"{distance} {unit}": multipletests(
            [getattr(found[number], f"{distance}_p") for found in study.pairs.values()], method="holm"
        )[1]
        for distance in ("jensen_shannon", "energy")
        for number, unit in enumerate(("segments", "blocks"))
    }


def pair_table(study: Study) -> str:
    p_values = pair_p_values(study)
    rows = []
    for number, ((a, b), (over, _)) in enumerate(study.pairs.items()):
        js, energy = (
            (f"{value:.3f}", *(p_text(p_values[f"{distance} {unit}"][number]) for unit in ("segments", "blocks")))
            for distance, value in (("jensen_shannon", over.jensen_shannon), ("energy", over.energy))
        )
        rows.append((f"{named(a)} – {named(b)}", *js, *energy))
    head = "pair | > Jensen-Shannon | > p, segments | > p, blocks | > energy | > p, segments | > p, blocks"
    return table(head, sorted(rows, key=lambda row: row[1]))


def tree_text(study: Study) -> str:
    """Which poets a tree joins, and how often draws of segments and of blocks join the same."""
    by_segments, by_blocks = (tree(g, study.poets) for g in (study.segments, study.blocks))
    known = dict(zip(branches(by_blocks.joins, study.poets), by_blocks.support, strict=True))
    said = []
    for branch, support in zip(branches(by_segments.joins, study.poets), by_segments.support, strict=True):
        if len(branch) < len(study.poets):
            other = f"{share_text(known[branch], 0)} of blocks" if branch in known else "the tree of blocks lacks it"
            names = ", ".join(map(named, branch))
            said.append(f"- {names}: {share_text(support, 0)} of draws of segments, {other}")
    head = f"Joined by average linkage of these distances (support after Felsenstein 1985, {REPLICATES} draws):"
    return head + "\n\n" + "\n".join(said)


def branches(joins: Array, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The names under each join, in their own order."""
    under = [(number,) for number in range(len(names))]
    for left, right, *_ in joins:
        under.append(tuple(sorted(under[int(left)] + under[int(right)])))
    return [tuple(names[number] for number in branch) for branch in under[len(names) :]]


def company_table(study: Study) -> str:
    rows = []
    for poet in study.poets:
        found = company(study.atlas.segments, study.whole, poet)
        ends = f"[{share_text(found.low)}, {share_text(found.high)}]"
        times = f"{found.share / found.chance:.1f}"
        rows.append((named(poet), f"{share_text(found.share)} {ends}", share_text(found.chance), times))
    return table("poet | > own among the nearest | > by chance | > times", rows)


def apart_tables(study: Study) -> str:
    parts = []
    for poet, (over, blocks, votes) in study.against_rest.items():
        found = np.flatnonzero(over.q <= ALPHA)
        shown = sorted(found, key=lambda k: -abs(over.effect[k]))[:SHOWN]
        rows = [_apart_row(study, over, blocks, votes, k) for k in shown]
        head = "emotion | > poet | > others | > difference | > δ | > q | > q, blocks | > over all | > equal | > votes"
        family = int((over.p_max_t <= ALPHA).sum())
        said = f"{len(found)} of {over.n_tests} with q at most {ALPHA}, {family} with p over all at most {ALPHA}."
        if over.is_uneven:
            said += " Few segments that spread wide stand against many that do not: these p-values are too small."
        parts.append(f"### {named(poet)}\n\n{said}\n\n" + (table(head, rows) if rows else ""))
    return "\n\n".join(part.rstrip() for part in parts)


def _apart_row(study: Study, over: Comparison, blocks: Comparison, votes: Array, k: int) -> tuple[str, ...]:
    opposed = " (opposed)" if votes[k] * over.difference[k] < 0 else ""
    return (
        f"{study.scheme.emotions[k].gloss_en} {study.scheme.emotions[k].name}",
        f"{over.first.mean[k]:.3f}",
        f"{over.second.mean[k]:.3f}",
        f"{over.difference[k]:+.3f} [{over.low[k]:+.3f}, {over.high[k]:+.3f}]",
        f"{over.effect[k]:+.2f}",
        p_text(over.q[k]),
        p_text(blocks.q[k]),
        p_text(over.p_max_t[k]),
        "–" if over.balanced is None else share_text(over.balanced.same_sign[k], 0),
        f"{votes[k]:+.3f}{opposed}",
    )


def in_short(study: Study) -> dict[str, str]:
    """What the list at the top says."""
    observed, chance, p = explained_by_poet(study.atlas.segments, study.whole, study.permutations)
    p_values, pairs = pair_p_values(study), sorted(study.pairs.items(), key=lambda each: each[1][0].jensen_shannon)
    counts = ", ".join(
        f"{named(poet)} {(over.q <= ALPHA).sum()} ({(blocks.q <= ALPHA).sum()})"
        for poet, (over, blocks, _) in study.against_rest.items()
    )
    together = [
        float(np.corrcoef(over.difference[study.segments.columns], votes[study.segments.columns])[0, 1])
        for over, _, votes in study.against_rest.values()
    ]
    told = study.atlas.record["segments"]["diagnostics"]
    correlated = max(told, key=lambda method: told[method]["distance_correlation"])
    trusted = max(told, key=lambda method: told[method]["trustworthiness"]["15"])
    return {
        "explained": share_text(observed),
        "explained_chance": share_text(chance),
        "explained_p": p_text(p),
        "pairs_segments": str(int((p_values["jensen_shannon segments"] <= ALPHA).sum())),
        "pairs_blocks": str(int((p_values["jensen_shannon blocks"] <= ALPHA).sum())),
        "nearest_pair": " and ".join(map(named, pairs[0][0])),
        "farthest_pair": " and ".join(map(named, pairs[-1][0])),
        "apart_counts": counts,
        "agreement": spread_text(together),
        "best_map": correlated.upper(),
        "best_correlation": f"{told[correlated]['distance_correlation']:.2f}",
        "best_trust": trusted.upper(),
        "best_trustworthiness": f"{told[trusted]['trustworthiness']['15']:.2f}",
    }


def document(study: Study) -> str:
    """The template with its blanks filled."""
    record, lines = study.atlas.record, study.atlas.lines
    n_blocks = {poet: len(study.blocks.rows(poet)) for poet in study.poets}
    smallest_poet = min(n_blocks, key=lambda poet: n_blocks[poet])
    umap = record["lines"]["umap"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        version=VERSION,
        seed=SEED,
        n_lines=len(lines),
        n_segments=len(study.atlas.segments),
        inputs="\n".join(f"- `{name}`, sha256 `{digest}`" for name, digest in record["inputs"].items()),
        alpha=ALPHA,
        n_pairs=len(study.pairs),
        n_tests=len(study.scheme.names),
        n_shown=SHOWN,
        neighbours=umap["neighbours"],
        min_dist=umap["min_dist"],
        map_seed=record["seed"],
        map_seeds=umap["seeds"],
        far_level=share_text(FAR_LEVEL, 0),
        far_lines=f"{record['lines']['nearness'][f'{FAR_LEVEL:g}']:.3f}",
        far_segments=f"{record['segments']['nearness'][f'{FAR_LEVEL:g}']:.3f}",
        replicates=REPLICATES,
        permutations=study.permutations,
        smallest_p=p_text(len(study.pairs) / (study.permutations + 1)),
        smallest_poet=named(smallest_poet),
        smallest_blocks=n_blocks[smallest_poet],
        trust_table=trust_table(study),
        placing_table=placing_table(study),
        corpus_table=corpus_table(study),
        profile_table=profile_table(study),
        pair_table=pair_table(study),
        tree_text=tree_text(study),
        company_table=company_table(study),
        apart_tables=apart_tables(study),
        **in_short(study),
    )


def main(output: Path) -> None:
    found = atlas()
    if found is None:
        sys.exit("There is no atlas: `python -m emolit atlas` builds one.")
    output.write_text(document(Study(found, load_scheme())), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the document")
    main(parser.parse_args().output)
