"""Whatever a community rates, answers and writes, every exhibit of its practice has something readable to say."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from bad_practice import AS_AT, BAD, ERO, NOW, SHARING
from made_chapters import settings_of
from test_chapters_bad_input import FEW, check_has_a_verdict, check_reads_well, check_tells_of_nobody
from test_exhibit_transitions_bad_input import said_by, shows_of_the_chapter

from colsynth.exhibits import open_chapter
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.practice import plural

ALWAYS = ("nothing wrong", "nothing but schools", "one rater", "all not applicable")
SHOWS = list(shows_of_the_chapter("practice_"))


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def check_every_exhibit(chapter: Chapter) -> None:
    raters = set(chapter.snapshot.frame("ratings")["rater"].dropna())
    seen: set[str] = set()
    for show in SHOWS:
        for one in said_by(show, chapter):
            check_reads_well(one)
            check_has_a_verdict(one)
            check_tells_of_nobody(one, raters)
            assert one.id not in seen or one.audience == "school", one.id
            seen.add(one.id)
            few = [f.id for f in one.findings if f.population == "respondents" and f.n is not None and 0 < f.n < FEW]
            assert not few, one.id


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.slow) for name in BAD]
)
def test_every_exhibit_of_practice_reads_well_on(name: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, BAD[name], as_at=AS_AT, frameworks=[ERO, SHARING])
    assert SHOWS
    check_every_exhibit(open_chapter("practice", settings, NOW))


@pytest.mark.parametrize("named", [[], [SHARING], ["six-foci"]])
def test_every_exhibit_of_practice_reads_well_where_settings_name(named: list[str], tmp_path: Path) -> None:
    settings = settings_of(tmp_path, BAD["nothing wrong"], as_at=AS_AT, frameworks=named)
    check_every_exhibit(open_chapter("practice", settings, NOW))


def test_words_of_every_framework_have_a_plural() -> None:
    words = ("area", "focus", "lesson", "part", "feature", "column", "reach", "step", "statement", "sign")
    assert " ".join(plural(word) for word in words) == (
        "areas foci lessons parts features columns reaches steps statements signs"
    )
    assert plural("focus", 1) == "focus"
