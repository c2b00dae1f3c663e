"""The recipes for a server for strangers: what they promise is what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from streamlit import config

from emolit.corpus import APP_LIMITS, PUBLIC_LIMITS
from emolit.errors import CorpusError
from emolit.settings import Settings
from emolit.ui.serve import flags

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "emolit.service").read_text(encoding="utf-8")
PUBLIC = Settings.from_env(
    {"EMOLIT_PUBLIC": "1", "EMOLIT_MODEL": "/etc", "EMOLIT_ALLOWED_HOSTS": "a.example, b.example"}
)


def test_a_public_server_uses_the_shipped_model_whatever_the_environment_says() -> None:
    assert PUBLIC.model == ""
    assert Settings.from_env({"EMOLIT_MODEL": "/etc"}).model == "/etc"
    assert not Settings.from_env({"EMOLIT_PUBLIC": "0"}).public


def test_its_flags_are_options_that_streamlit_has_and_none_are_set_at_home() -> None:
    assert flags(Settings()) == []
    names = {word.removeprefix("--").partition("=")[0] for word in flags(PUBLIC)}
    assert names <= set(config.get_config_options())
    assert "--client.showErrorDetails=none" in flags(PUBLIC)
    assert [word for word in flags(PUBLIC) if "allowedHosts" in word] == [
        "--server.allowedHosts=a.example",
        "--server.allowedHosts=b.example",
    ]


def test_every_limit_of_a_public_server_is_narrower() -> None:
    for name, value in vars(APP_LIMITS).items():
        narrow = getattr(PUBLIC_LIMITS, name)
        assert narrow is not None
        assert value is None or narrow <= value


def test_a_visitor_can_have_so_many_lines_scored_and_no_more() -> None:
    assert PUBLIC_LIMITS.visitor_lines
    PUBLIC_LIMITS.check_scored(PUBLIC_LIMITS.visitor_lines)
    with pytest.raises(CorpusError, match="what has been read stays"):
        PUBLIC_LIMITS.check_scored(PUBLIC_LIMITS.visitor_lines + 1)
    APP_LIMITS.check_scored(10**9)


def test_the_image_runs_as_uid_1000_offline_with_a_health_check_and_a_writable_cache_alone() -> None:
    assert "--uid 1000" in DOCKERFILE
    assert DOCKERFILE.index("USER emolit") < DOCKERFILE.index("CMD")
    assert "/_stcore/health" in DOCKERFILE
    for flag in ("HF_HUB_OFFLINE=1", "TRANSFORMERS_OFFLINE=1", "EMOLIT_PUBLIC=1", "MALLOC_ARENA_MAX=2"):
        assert flag in DOCKERFILE
        assert flag in UNIT
    caches = re.findall(r"(?:CACHE_DIR|CONFIGDIR|HF_HOME)=(\S+)", DOCKERFILE)
    assert caches
    assert all(cache.startswith("/home/emolit/") for cache in caches)


def test_the_image_takes_what_is_there_and_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert any(name == path or path.startswith(f"{name}/") for path in allowed)


def test_the_image_s_own_comment_gives_the_commands_of_the_document() -> None:
    document = (ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8").splitlines()
    commands = re.findall(r"^#   (docker .+)$", DOCKERFILE, flags=re.MULTILINE)
    assert len(commands) == 2
    assert [command for command in commands if command not in document] == []


def test_the_image_and_the_unit_start_the_module_that_warms_up() -> None:
    for recipe in (DOCKERFILE, UNIT):
        assert "-m emolit.ui.serve" in recipe


def test_the_space_s_front_matter_is_yaml_with_the_image_s_port() -> None:
    text = (ROOT / "deploy" / "huggingface" / "README.md").read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---")[1])
    assert front["sdk"] == "docker"
    assert f"PORT={front['app_port']}" in DOCKERFILE
    assert len(front["short_description"]) <= 60


def test_community_cloud_s_secrets_set_what_the_image_sets() -> None:
    secrets = tomllib.loads((ROOT / "deploy" / "community-cloud" / "secrets.toml").read_text(encoding="utf-8"))
    assert all(f"{name}={value}" in DOCKERFILE for name, value in secrets.items())
    assert secrets["EMOLIT_PUBLIC"] == "1"
