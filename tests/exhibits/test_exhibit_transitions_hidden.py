"""Who reads the table of flows and the table of moves side by side reckons no small number back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flow_attack import Attack, drawn_sheets
from made_chapters import settings_of

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.transitions_flows import flows
from colsynth.exhibits.transitions_moves import moved
from colsynth.protection.scan import scan_table

FEW = 5  # learners; fewer are hidden


def chapter_of(root: Path, seed: int) -> Chapter:
    return open_chapter("transitions", settings_of(root, drawn_sheets(seed)), "2025-T4")


def check(chapter: Chapter) -> None:
    assert not Attack(chapter).narrow(FEW)
    for exhibit in (flows(chapter), moved(chapter)):
        scan_table(exhibit.record(), FEW)


@pytest.mark.parametrize("seed", [3, 4, 67])
def test_two_tables_together_give_no_small_number_back(tmp_path: Path, seed: int) -> None:
    check(chapter_of(tmp_path, seed))


@pytest.mark.slow
def test_none_of_many_communities_gives_a_small_number_back(tmp_path: Path) -> None:
    for seed in range(100, 130):
        (tmp_path / str(seed)).mkdir()
        chapter = chapter_of(tmp_path / str(seed), seed)
        if "flow" in {key[0] for key in Attack(chapter).true}:
            check(chapter)


def test_an_attacker_who_is_shown_too_much_is_seen(tmp_path: Path) -> None:
    attack = Attack(chapter_of(tmp_path, 3))
    (small, *_) = (key for key, n in attack.true.items() if key in attack.open and key[0] == "flow" and n < FEW)
    for key in list(attack.open):
        if key != small:
            del attack.open[key]
    assert attack.narrow(FEW)[0][0] == small
