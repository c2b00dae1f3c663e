"""The design, enforced: who may import whom, what stays light, and how long things may get."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import emolit

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "emolit").rglob("*.py"))
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
HEAVY = {"torch", "transformers", "umap", "streamlit", "plotly", "matplotlib", "sklearn"}
PARSERS = {"lxml", "pdfminer", "charset_normalizer"}  # read what strangers wrote: when a file needs them, and guarded

# errors -> emotions -> corpus -> reading -> {training | analysis} -> {figures | judgements} -> export -> ui -> pages
ORDER = {"errors": 0, "emotions": 1, "corpus": 2, "reading": 3, "training": 4, "analysis": 4, "figures": 5, "export": 6}
MEASURING = {
    *(part for part in ORDER if ORDER[part] < ORDER["figures"])
}  # what `evaluation` may use; only `cli` uses it
ORDER["judgements"] = 5
LEAVES = {"particles", "settings", "version"}  # any may import them
LEFT_OF = {
    **{part: {other for other in ORDER if ORDER[other] < ORDER[part]} for part in ORDER},
    "ui": {part for part in ORDER if part != "training"},  # the app never trains
    "evaluation": MEASURING,
    "cli": {*ORDER, "evaluation"},
    "__init__": set(ORDER) - {"training"},  # the shop window
    "__main__": {"cli"},
    "particles": set(),
    "settings": set(),
    "version": set(),
}
NARROWER = {
    "export": {"errors", "emotions", "corpus", "reading", "analysis", "figures"},  # a report has figures
    "judgements": {"errors", "emotions", "corpus", "reading", "analysis"},
}
SHARED = {"signals", "resampling"}  # what the analyses may share; none imports another
SIBLINGS = {
    "background": {*SHARED, "projection"},
    "signals": set(),
    "resampling": set(),
}
ONLY_IN = {
    **{"streamlit": {"ui", "app", "pages"}, "plotly": {"figures"}, "matplotlib": {"figures"}},
    **{library: {"corpus"} for library in sorted(PARSERS)},
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def part_of(path: Path) -> str:
    """The folder or module right under `emolit`; for the app itself "app" or "pages"."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "emolit" else parts[0]


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a file imports, wherever in it; of `from a import b` both "a" and "a.b"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}: an import that says where it comes from is easier to follow"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_parts(path: Path) -> set[str]:
    """The parts of emolit that a file imports from, its own left out."""
    dotted = [name.split(".") for name in imports(path)]
    return {parts[1] for parts in dotted if parts[0] == "emolit" and len(parts) > 1} - {part_of(path)}


# Arrows


def test_every_part_has_its_place_in_the_order() -> None:
    assert {part_of(path) for path in MODULES} == set(LEFT_OF)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_stands_left_of_it(path: Path) -> None:
    part = part_of(path)
    assert own_parts(path) <= NARROWER.get(part, LEFT_OF[part]) | LEAVES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_imports_the_shop_window(path: Path) -> None:
    assert "emolit" not in {name for name in imports(path) if name == "emolit"}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_sees_nothing_of_emolit_but_its_user_interface(path: Path) -> None:
    assert own_parts(path) == {"ui"}


@pytest.mark.parametrize("path", sorted((ROOT / "emolit" / "analysis").rglob("*.py")), ids=name_of)
def test_analyses_do_not_import_each_other(path: Path) -> None:
    prefix = "emolit.analysis."
    own = name_of(path).removeprefix(prefix).split(".")[0]
    siblings = {name.removeprefix(prefix).split(".")[0] for name in imports(path) if name.startswith(prefix)} - {own}
    assert siblings <= SIBLINGS.get(own, SHARED)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_of_one_task_is_imported_in_its_own_place_only(library: str) -> None:
    users = {path for path in (*MODULES, *PAGES) if library in {name.split(".")[0] for name in imports(path)}}
    assert users
    assert [name_of(path) for path in users if part_of(path) not in ONLY_IN[library]] == []


# Weight


def test_importing_emolit_is_light() -> None:
    code = f"import sys, emolit; print(sorted({HEAVY | PARSERS | {'huggingface_hub'}!r} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"


# Names


def test_the_shop_window_is_sorted_and_shows_exactly_what_is_importable() -> None:
    found = {name for name, value in vars(emolit).items() if not name.startswith("_") and not inspect.ismodule(value)}
    public = (found - {"annotations", "TYPE_CHECKING"}) | set(emolit._LATE) | {"__version__"}
    assert emolit.__all__ == sorted(public)
    assert all(getattr(emolit, name) is not None for name in emolit.__all__)


def test_a_name_that_is_not_there_is_told_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'EmotionWriter'"):
        _ = emolit.EmotionWriter  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "package",
    [path.parent for path in MODULES if path.name == "__init__.py" and "__all__" in path.read_text(encoding="utf-8")],
    ids=name_of,
)
def test_all_that_a_package_promises_is_there(package: Path) -> None:
    module = importlib.import_module(name_of(package))
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


# Length


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, the docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_has_more_than_50_lines_and_no_module_more_than_300(path: Path) -> None:
    assert [function.name for function in functions(path) if body_lines(function) > 50] == []
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_has_more_than_60_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


# The app


def registered_pages() -> dict[str, str | None]:
    """File of each `st.Page` of app.py -> its url_path."""
    calls = [node for node in ast.walk(ast.parse((ROOT / "app.py").read_text("utf-8"))) if isinstance(node, ast.Call)]
    pages = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
    return {
        ast.literal_eval(page.args[0]): next(
            (ast.literal_eval(word.value) for word in page.keywords if word.arg == "url_path"), None
        )
        for page in pages
    }


@pytest.mark.parametrize("path", [*PAGES, *sorted((ROOT / "emolit" / "ui").rglob("*.py"))], ids=name_of)
def test_no_page_stops_halfway(path: Path) -> None:
    """Streamlit forgets the fragments of the page before only when a page runs to its end; else a late answer to one of
    them is drawn into the page of now, and the browser's page stays blank."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert not any(ast.unparse(call) == "st.stop" for call in calls)


def test_every_page_is_registered_under_a_path_that_is_not_its_file_s_stem() -> None:
    pages = registered_pages()
    assert {ROOT / file for file in pages} == set(PAGES[1:])
    assert all(path and path != Path(file).stem for file, path in pages.items())
    assert len(set(pages.values())) == len(pages)
