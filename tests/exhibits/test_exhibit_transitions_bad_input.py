"""Whatever moves a community sends, every exhibit of the transitions chapter has something true and readable to say."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from bad_transitions import BAD
from made_chapters import settings_of
from moving_communities import AS_AT, SCHOOLS
from test_chapters_bad_input import check_has_a_verdict, check_reads_well, check_tells_of_nobody

import colsynth.exhibits
from colsynth.exhibits import open_chapter, transitions_moves
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit

ALWAYS = {"nothing wrong": "codes", "a composite school": "shown", "left before coming": "shown"}
REPORTED = {  # by which check of what came in, and how many records it is about
    "left before coming": ("end before start", 6),
    "entered before leaving": ("end before start", 6),
    "received before sent": ("end before start", 6),
    "on two rolls": ("enrolled twice", 60),
    "two year levels typed as one": ("year level", 200),
    "tested before any entry": ("tested before entry", 6),
    "tested by the next school before entry": ("school by enrolment", 40),
}
Shows = Callable[[Chapter], Exhibit | list[Exhibit]]


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def shows_of_the_chapter(prefix: str) -> Iterator[Shows]:
    """Every public function of `exhibits/<prefix>*.py` that takes a chapter alone and shows something of it."""
    for found in iter_modules(colsynth.exhibits.__path__):
        if not found.name.startswith(prefix):
            continue
        module = import_module(f"colsynth.exhibits.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            shown = inspect.signature(function)
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(shown.parameters) == ["chapter"] and "Exhibit" in str(shown.return_annotation):
                yield function


SHOWS = list(shows_of_the_chapter("transitions_"))


def said_by(show: Shows, chapter: Chapter) -> list[Exhibit]:
    shown = show(chapter)
    return [shown] if isinstance(shown, Exhibit) else list(shown)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        pytest.param(name, names, marks=() if ALWAYS.get(name) == names else pytest.mark.slow)
        for name in BAD
        for names in ("shown", "codes")
    ],
)
def test_every_exhibit_of_moves_reads_well_on(name: str, names: str, tmp_path: Path) -> None:
    chapter = open_chapter("transitions", settings_of(tmp_path, BAD[name], as_at=AS_AT, school_names=names))
    learners = set(chapter.snapshot.frame("students")["student"]) | set(
        chapter.snapshot.frame("achievement")["student"]
    )
    assert SHOWS
    for show in SHOWS:
        for one in said_by(show, chapter):
            check_reads_well(one)
            check_has_a_verdict(one)
            check_tells_of_nobody(one, learners)
            if names == "codes" and one.audience != "school":
                told = str([one.record(), *(finding.record() for finding in one.findings)])
                assert not [school for school, *_ in SCHOOLS.values() if school in told], one.id


@pytest.mark.parametrize("name", REPORTED)
def test_what_is_wrong_is_reported_and_nothing_is_mended(name: str, tmp_path: Path) -> None:
    chapter = open_chapter("transitions", settings_of(tmp_path, BAD[name], as_at=AS_AT))
    check, count = REPORTED[name]
    found = [problem for problem in chapter.snapshot.problems if problem.check == check]
    assert [problem.effect for problem in found] == ["warning"] * len(found)
    assert max(problem.count for problem in found) == count
    assert len(chapter.snapshot.frame("students")) == len(BAD[name]["students"])
    assert len(chapter.snapshot.frame("achievement")) == len(BAD[name]["results"])
    assert len(chapter.snapshot.frame("moves")) == len(BAD[name]["moves"])


def test_who_left_before_coming_is_counted_among_those_whose_moves_cannot_be_told(tmp_path: Path) -> None:
    chapter = open_chapter("transitions", settings_of(tmp_path, BAD["left before coming"], as_at=AS_AT))
    assert "Moves of some learners cannot be told" in transitions_moves.moved(chapter).record()["caution"]


def test_a_composite_school_has_no_step_and_says_so(tmp_path: Path) -> None:
    chapter = open_chapter("transitions", settings_of(tmp_path, BAD["a composite school"], as_at=AS_AT))
    assert set(chapter.turns["step"]) == {""}
    assert set(chapter.turns["was"]) == {"stayed"}


def test_learners_of_a_school_that_closed_did_not_move_by_a_step(tmp_path: Path) -> None:
    chapter = open_chapter("transitions", settings_of(tmp_path, BAD["a school that closed"], as_at=AS_AT))
    closed = chapter.turns[chapter.turns["from_school"] == "9904"]
    assert set(closed["was"]) == {"school closed"}
    assert (closed["to_school"] == "9903").sum() == 12
