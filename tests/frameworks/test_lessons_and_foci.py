"""The seven Kahukura lessons and the six foci against their documents, counted by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import colsynth.exhibits
from colsynth.cli.known import faults
from colsynth.exhibits import goals, open_chapter, practice_profile
from colsynth.frameworks import Framework, framework_of, load_framework, load_frameworks
from colsynth.reference.places import data_files
from colsynth.settings import CHAPTERS

KAHUKURA, FOCI = "kahukura-lessons", "six-foci"
PACKS = data_files("frameworks", None)

# Signs in each lesson and in each focus, as its text was taken apart by hand.
COUNTED = {KAHUKURA: [3, 3, 3, 4, 4, 3, 4], FOCI: [4, 3, 8, 6, 5, 12]}

# Three schools and the step on which each places every lesson.
PLACED = (("Ridge", "Some of us"), ("River", "Most of us"), ("Shore", "All of us, and it holds"))

# Exhibits whose noun is put together from a word and what it is about.
MADE = {
    "bright-spots-year-level", "bright-spots-ethnic-group", "coming-together-shares", "coming-together-scores",
    "gap-ethnic-group",
}  # fmt: skip


@pytest.fixture(params=list(COUNTED))
def pack(request: pytest.FixtureRequest) -> Framework:
    return load_framework(request.param)


def test_each_lesson_and_each_focus_has_its_signs(pack: Framework) -> None:
    assert [pack.n_indicators(area.id) for area in pack.areas] == COUNTED[pack.id]
    assert [area.id for area in pack.areas] == [str(n) for n in range(1, len(pack.areas) + 1)]


def test_every_id_and_every_sentence_stands_once(pack: Framework) -> None:
    ids = [indicator.id for indicator in pack.indicators]
    texts = [indicator.text for indicator in pack.indicators]
    assert len(set(ids)) == len(ids) == sum(COUNTED[pack.id])
    assert len(set(texts)) == len(texts)
    assert max(len(text.split()) for text in texts) <= 25
    assert all(text.endswith(".") for text in texts)


def test_what_ero_found_of_kahukura_stands_beside_the_lessons() -> None:
    assert len(load_framework(KAHUKURA).found) == 4
    assert load_framework(FOCI).found == ()


def test_the_steps_are_said_to_be_ours(pack: Framework) -> None:
    labels = ["Some of us", "Most of us", "All of us", "All of us, and it holds"]
    assert [stage.label for stage in pack.stages] == labels
    assert pack.nested
    assert pack.paraphrase
    assert "steps of the scale" in pack.attribution
    assert "are ours" in pack.attribution
    assert "view of itself" in pack.attribution
    assert pack.summaries == ("distribution", "median")


def test_not_yet_is_an_answer_below_the_first_step_and_no_step(pack: Framework) -> None:
    assert pack.answer_of("Not yet") == "not yet evident"
    assert pack.answer_of("most") == "2"
    assert pack.answer_of("step 4") == pack.answer_of("All of us, and it holds") == "4"


def test_only_claims_of_results_are_outcomes_and_each_is_checked(pack: Framework) -> None:
    outcomes = [indicator for indicator in pack.indicators if indicator.kind == "outcome"]
    assert [indicator.id for indicator in outcomes] == {KAHUKURA: ["7.4"], FOCI: ["1.4"]}[pack.id]
    assert all(indicator.checked_by for indicator in outcomes)


def test_every_focus_and_every_lesson_is_tied_to_something_to_look_at(pack: Framework) -> None:
    assert [area.id for area in pack.areas if not area.spoken_to_by + area.recorded_in] == []
    if pack.id == FOCI:
        assert [area.id for area in pack.areas if not area.spoken_to_by] == []


def test_a_pack_is_known_by_its_short_names() -> None:
    known = load_frameworks(None)
    assert framework_of("Kahukura", known) == KAHUKURA
    assert framework_of("six foci", known) == FOCI


def nouns() -> set[str]:
    """Every name an exhibit can have: the strings of the modules that make them."""
    files = Path(colsynth.exhibits.__file__).parent.glob("*.py")
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in files)
    return MADE | {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("name", PACKS)
def test_every_exhibit_that_a_shipped_pack_names_is_made_by_a_chapter(name: str) -> None:
    assert faults(PACKS[name]) == []
    named = [exhibit.partition("-") for exhibit in load_framework(name).exhibits]
    assert [chapter for chapter, _, _ in named if chapter not in CHAPTERS] == []
    known = nouns()
    assert [noun for _, _, noun in named if noun not in known] == []


def test_a_community_without_goals_is_shown_where_its_schools_place_each_lesson(tmp_path: Path) -> None:
    """Kahukura set itself no achievement challenge: ratings alone make the profile."""
    lines = ["framework,area,stage,school,placed_by,term"]
    lines += [f"{KAHUKURA},{area},{stage},{school},school,2026-T3" for school, stage in PLACED for area in range(1, 8)]
    (tmp_path / "ratings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = tmp_path / "params" / "lessons.yaml"
    settings.parent.mkdir()
    settings.write_text(
        "community: {id: lessons, name: Lessons}\n"
        "inputs: [{file: ratings.csv, register: ratings}]\n"
        f"frameworks: [{KAHUKURA}]\n",
        encoding="utf-8",
    )
    [exhibit] = practice_profile.profile(open_chapter("practice", str(settings)))
    record = exhibit.record()
    assert record["table"] is not None
    areas = {row[0] for row in record["table"]["rows"]}
    assert {area.name for area in load_framework(KAHUKURA).areas} <= areas
    assert goals.standing(open_chapter("goals", str(settings))).record()["table"] is None
