"""The README is true: its example runs, its pages and commands exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from emolit.cli import app
from emolit.reading.checkpoint import SHIPPED_FOLDER
from emolit.reading.measured import Measured

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
UI = tomllib.loads((ROOT / "emolit" / "assets" / "wording" / "ui.toml").read_text(encoding="utf-8"))


def test_the_notebook_example_runs_and_shows_three_lines_of_two_stanzas(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    table = names["table"]
    assert isinstance(table, pd.DataFrame)
    assert table["stanza"].tolist() == [1, 1, 2]
    assert table["sadness"].between(0, 1).all()
    assert "아무도 오지 않는 저녁이 밝다" in capsys.readouterr().out


@pytest.mark.parametrize("page", sorted((ROOT / "pages").glob("*.py")), ids=lambda page: page.stem)
def test_every_page_is_explained(page: Path) -> None:
    assert f"`{page.name}`" in README


def test_every_command_is_shown_and_every_shown_command_exists() -> None:
    shown = set(re.findall(r"python -m emolit (\w+)", README))
    assert shown == {command.callback.__name__ for command in app.registered_commands if command.callback}


def test_every_picture_and_file_that_it_links_to_is_there() -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_first_screen_names_both_commands_before_anything_else() -> None:
    first = README.split("```")[1]
    assert "scripts/run" in first
    assert "scripts/test" in first


def test_how_far_readers_agree_is_said_as_it_was_measured() -> None:
    labels = Measured.of(SHIPPED_FOLDER).labels.values()
    mean = f"{np.mean([label.alpha for label in labels if label.alpha is not None]):.2f}"
    assert f"alpha over lines is {mean} in the mean of the labels" in README
    for language in ("ko", "en"):
        assert mean in UI["about"]["limits"][language]
