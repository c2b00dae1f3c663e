"""What float16 costs: F1 of each label on `val` with the trained weights as they are, and as the checkpoint has them.

python scripts/rounding_check.py RUN
"""

from __future__ import annotations

import argparse
import copy
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit
from sklearn.metrics import f1_score

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.emotions import load_scheme
from emolit.training.calibrate import fit, fold_into_head, thresholds
from emolit.training.data import counts, gold, shares
from emolit.training.metrics import f1_micro
from emolit.training.recipe import Recipe
from emolit.training.splits import paper_split
from emolit.training.train import Sources, Trainer, cut_head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="a finished run folder of `train --recipe shipped`")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--base", type=Path, default=Path("../shared/base-encoder"))
    given = parser.parse_args()
    trainer = Trainer(Sources(given.data, given.base), given.run, Recipe(), load_scheme())
    if not (given.run / "checkpoint" / "model.safetensors").is_file():  # or the training would begin here
        parser.error(f"{given.run} holds no finished run with its checkpoint in it")
    model = trainer.train_on_poems(trainer.train_on_comments(), paper_split(trainer.rows), "paper")
    cut_head(model, trainer.scheme)
    rows = [index for index, row in enumerate(trainer.rows) if row.split == "val"]
    votes = counts([trainer.rows[index] for index in rows], trainer.scheme)
    wanted = gold(votes)
    fold_into_head(model, fit(trainer.read(model, trainer.rows, rows), shares(votes)))
    rounded = copy.deepcopy(model).half().float()
    scores = [expit(trainer.read(each, trainer.rows, rows)) for each in (model, rounded)]
    chosen = thresholds(scores[0], wanted)
    found = [each > chosen for each in scores]
    each_label = np.array([f1_score(wanted, each, average=None, zero_division=0) for each in found])
    apart = np.abs(each_label[0] - each_label[1])
    sys.stdout.write(
        f"scores differ by at most {np.abs(scores[0] - scores[1]).max():.5f}\n"
        f"labels that changed: {int((found[0] != found[1]).sum())} of {found[0].size}\n"
        f"F1-micro {f1_micro(found[0], wanted):.4f} and {f1_micro(found[1], wanted):.4f}, "
        f"F1-macro {each_label[0].mean():.4f} and {each_label[1].mean():.4f}\n"
        f"F1 of a label differs by at most {apart.max():.4f} ({trainer.scheme.names[int(apart.argmax())]})\n"
    )


if __name__ == "__main__":
    main()
