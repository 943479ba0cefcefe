"""A settings file or a declaration that is wrong in its form is refused in one sentence, and takes no time over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from colsynth.errors import SettingsError
from colsynth.reference.ethnicity import load_ethnic_groups
from colsynth.reference.places import read_yaml, shipped_root
from colsynth.settings import load_settings

_DOUBLED = "\n".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [f"a: &a [x, x]\n{_DOUBLED}\ncommunity: *i", "a: &a [*a]", "a: &a {b: *a}", "[" * 100_000, "a: " + "{b: " * 5_000],
)
def test_a_file_that_unfolds_without_end_is_refused_at_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"c\.yaml"):
        read_yaml(path)


def test_an_alias_that_is_used_twice_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("a: &a [1, 2]\nb: *a\nc: *a", encoding="utf-8")
    assert read_yaml(path) == {"a": [1, 2], "b": [1, 2], "c": [1, 2]}


@pytest.mark.parametrize("text", ["as_at: 2026-09-31", "? [a, b]\n: c", "? {a: b}\n: c", "community: 2024-13-45"])
def test_a_day_that_is_none_and_a_name_that_is_a_list_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"c\.yaml"):
        load_settings(path)


@pytest.mark.parametrize("written", ["sent\0", "x" * 256, {"file": "a\nb"}, [["x"]]])
def test_an_input_that_is_no_name_of_a_file_is_refused(tmp_path: Path, written: Any) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": written}), encoding="utf-8")
    with pytest.raises(SettingsError, match="inputs"):
        load_settings(path)


@pytest.mark.parametrize("change", [{"prioritised": None}, {"within": {"Pacific": [{}]}}, {"groups": {"Māori": "x"}}])
def test_ethnic_groups_of_another_form_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    content = read_yaml(shipped_root() / "data" / "reference" / "ethnicity.yaml")
    path = tmp_path / "data" / "reference" / "ethnicity.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(content | change), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ethnicity\.yaml"):
        load_ethnic_groups(tmp_path)


def test_a_long_value_is_shown_in_part(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"community": list(range(5_000)), "inputs": "sent"}), encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert len(str(refused.value)) < 500
