"""Crosswalks: every end names a framework and an indicator or area there is, and each fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli.known import faults
from colsynth.errors import SettingsError
from colsynth.frameworks import load_frameworks
from colsynth.frameworks.crosswalk import load_pairs, read_crosswalk
from colsynth.reference.places import data_files

FILES = data_files("frameworks/crosswalk", None)
ERO = "ero-collaborative-practice"


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_crosswalk_has_no_fault(name: str) -> None:
    assert faults(FILES[name]) == []


def test_an_inversion_goes_from_an_earlier_column_to_a_later_one() -> None:
    columns = [(p.start.indicator, p.to.indicator) for p in load_pairs(load_frameworks()) if p.how == "inversion"]
    assert columns
    assert all(a and b and a.split(".")[1] < b.split(".")[1] for a, b in columns)


def test_a_shipped_pair_ties_nothing_where_the_communitys_own_file_lacks_an_end(tmp_path: Path) -> None:
    shipped = load_frameworks()
    own = shipped | {ERO: shipped[ERO].model_copy(update={"areas": shipped[ERO].areas[:6]})}
    pairs = load_pairs(own, tmp_path)
    assert 0 < len(pairs) < len(load_pairs(shipped))
    assert not [end for pair in pairs for end in (pair.start, pair.to) if end.framework == ERO and end.area == "7"]


@pytest.mark.parametrize(
    ("end", "how", "told"),
    [
        (f"framework: {ERO}, indicator: 6.3.33", "speaks to", "no indicator '6.3.33' in"),
        (f"framework: {ERO}, area: 9", "speaks to", "no area '9' in"),
        ("framework: beyond-shearing, area: 1", "speaks to", "Did you mean 'beyond-sharing'?"),
        (f"framework: {ERO}", "speaks to", "Write one of them."),
        ("framework: beyond-sharing, area: 1", "inversion", "is for two of one framework"),
        (f"framework: {ERO}, indicator: 1.1.1", "speaks to", "both ends are the same"),
    ],
)
def test_a_bad_pair_is_told_with_its_place(tmp_path: Path, end: str, how: str, told: str) -> None:
    path = tmp_path / "ours.yaml"
    start = f"{{framework: {ERO}, indicator: 1.1.1}}"
    path.write_text(f"source: Ours\npairs:\n  - {{from: {start}, to: {{{end}}}, how: {how}}}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ours.yaml: pairs #1") as refused:
        read_crosswalk(path, load_frameworks())
    assert told in str(refused.value)
