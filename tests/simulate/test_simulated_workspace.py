"""Communities of any number and size are a workspace that reports can be made from."""

from __future__ import annotations

import json
from pathlib import Path

from colsynth.settings import load_settings
from colsynth.simulate import write_communities


def test_a_workspace_has_a_settings_file_spreadsheets_and_the_truth_of_each_community(tmp_path: Path) -> None:
    made = write_communities(tmp_path, communities=2, schools=6, learners_per_school=30, terms=3, seed=4)
    assert [path.name for path in made] == ["community-001.yaml", "community-002.yaml"]
    for path in made:
        settings = load_settings(path)
        assert settings.workspace == tmp_path
        named = [item if isinstance(item, str) else item.file for item in settings.inputs]
        assert all(settings.input_path(name).exists() for name in named)
        truth = json.loads((tmp_path / "data" / "demo" / f"{path.stem}.truth.json").read_text(encoding="utf-8"))
        assert truth["terms"] == ["2026-T1", "2026-T2", "2026-T3"]
        assert 100 < sum(truth["learners"]["on_the_roll"].values()) < 260


def test_schools_of_different_communities_have_different_names_and_numbers(tmp_path: Path) -> None:
    write_communities(tmp_path, communities=3, schools=3, learners_per_school=16, terms=1, seed=9)
    truths = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "data" / "demo").glob("*.json")]
    codes = [code for truth in truths for code in truth["learners"]["on_the_roll"]]
    assert len(codes) == len(set(codes)) == 9


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_communities(tmp_path / name, communities=1, schools=2, learners_per_school=16, terms=2, seed=3)
    one, two = (sorted(p for p in (tmp_path / name).rglob("*") if p.is_file()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
