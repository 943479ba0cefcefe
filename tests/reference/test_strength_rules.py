"""The rules of strength are a file: a community's own stands in front, and its faults are explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli.known import faults
from colsynth.errors import SettingsError
from colsynth.reference.places import data_files, declared_files
from colsynth.reference.strength import load_strength, read_strength

SHIPPED = data_files("reference", None)["strength"]


def own(workspace: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = workspace / "data" / "reference" / "strength.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_every_rule_has_a_sentence_and_a_source() -> None:
    rules = load_strength()
    starts = [start for claim in ("state", "change", "contribution") for start in rules.starts.of(claim).values()]
    tests = [test for downgrade in rules.downgrades.values() for test in downgrade.tests.values()]
    assert all(rule.says.endswith(".") and rule.source for rule in [*starts, *tests])
    assert all(test.unknown.endswith(".") for test in tests)
    assert not [test for test in tests if "{" in test.sentence(1) or "{" in test.source]


def test_a_community_may_agree_on_rules_of_its_own(tmp_path: Path) -> None:
    own(tmp_path, "below: 30", "below: 20")
    assert load_strength(tmp_path).downgrades["P"].tests["learners"].below == 20
    assert load_strength(None).downgrades["P"].tests["learners"].below == 30


def test_a_report_is_made_again_when_the_rules_change(tmp_path: Path) -> None:
    path = own(tmp_path, "below: 30", "below: 20")
    assert path in [file for _, file in declared_files(tmp_path)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      learners:\n", "      lerners:\n", "downgrades.P.tests.lerners"),
        ("below: 30", "below: 30\n        above: 40", "'below' or 'above', not both"),
        ("twice_above: 0.40", "twice_above: 0.10", "'twice_above' needs a lower 'above'"),
        ("    name: imprecise", "    nam: imprecise", "'downgrades.P.nam' is not a setting colsynth knows"),
        ("  - we are confident\n", "", "words"),
        ("      grade: 4\n      least: 0.95", "      grade: 5\n      least: 0.95", "less than or equal to 4"),
        ("      least: 0.80\n", "", "'partial' needs 'least'"),
        ('grade: 1\n      says: "It is not known', 'grade: 3\n      says: "It is not known', "above a known one"),
        ("above: 0.15", "above: 0.15\n        twice_above: 0.3\n        says_twice: Far.", "only B can count twice"),
        ("if_known: [state, change, contribution]", "if_known: [sate]", "'state', 'change' or 'contribution'"),
    ],
)  # fmt: skip
def test_a_fault_of_the_file_is_explained(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = own(tmp_path, old, new)
    assert said in " ".join(faults(path))
    with pytest.raises(SettingsError):
        read_strength(path)
