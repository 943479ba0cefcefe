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
from colsynth.exhibits import open_chapter
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit

ALWAYS = ("nothing wrong", "no second year", "a composite school", "left before coming", "four learners who moved")
Shows = Callable[[Chapter], Exhibit | list[Exhibit]]


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def shows_of_the_chapter() -> Iterator[Shows]:
    """Every public function of `exhibits/transitions_*.py` that takes a chapter alone and shows something of it."""
    for found in iter_modules(colsynth.exhibits.__path__):
        if not found.name.startswith("transitions_"):
            continue
        module = import_module(f"colsynth.exhibits.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            shown = inspect.signature(function)
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(shown.parameters) == ["chapter"] and "Exhibit" in str(shown.return_annotation):
                yield function


SHOWS = list(shows_of_the_chapter())


def said_by(show: Shows, chapter: Chapter) -> list[Exhibit]:
    shown = show(chapter)
    return [shown] if isinstance(shown, Exhibit) else list(shown)


@pytest.mark.parametrize("names", ["shown", "codes"])
@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.slow) for name in BAD]
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
