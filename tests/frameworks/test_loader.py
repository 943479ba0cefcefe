"""Framework files: a community's own pack, each fault of a bad one in a sentence, the official wording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_packs import small_pack, write_pack

from colsynth.cli.known import faults as check
from colsynth.errors import SettingsError
from colsynth.frameworks import (
    faults,
    framework_of,
    load_framework,
    load_frameworks,
    read_framework,
    wording_faults,
)
from colsynth.reference.places import data_files

ERO = "ero-collaborative-practice"


@pytest.fixture
def pack() -> dict[str, Any]:
    return small_pack()


@pytest.mark.parametrize("name", list(data_files("frameworks", None)))
def test_every_shipped_framework_loads_without_a_fault(name: str) -> None:
    assert faults(data_files("frameworks", None)[name]) == []
    assert load_framework(name).id == name


def test_a_community_adds_its_own_framework_beside_the_shipped_ones(tmp_path: Path, pack: dict[str, Any]) -> None:
    write_pack(tmp_path / "data" / "frameworks", pack)
    known = load_frameworks(tmp_path)
    assert {ERO, "signs"} <= set(known)
    signs = known["signs"]
    assert [(i.id, i.area, i.stage) for i in signs.indicators] == [
        ("1.1.1", "1", "1"),
        ("1.2.1", "1", "2"),
        ("2.1", "2", None),
        ("2.2", "2", None),
    ]
    assert (signs.area_of("whanau PARTNERSHIP"), signs.area_of("Focus 2"), signs.area_of("3")) == (
        "1",
        "2",
        None,
    )
    assert (signs.stage_of("Rarely"), signs.stage_of("rung 2"), signs.stage_of("2")) == ("1", "2", "2")
    assert signs.shown(signs.indicator("2.1")).mark == "Kererū 2.1"


def test_a_framework_is_known_by_id_name_or_spelling(tmp_path: Path, pack: dict[str, Any]) -> None:
    write_pack(tmp_path / "data" / "frameworks", pack)
    known = load_frameworks(tmp_path)
    assert framework_of("ERO progressions", known) == framework_of("ERO-Collaborative-Practice", known) == ERO
    assert framework_of("signs of working together", known) == "signs"
    assert framework_of("development map", known) is None


def test_an_unknown_framework_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingsError, match=rf"no framework 'ero-colaborative-practise'\. Did you mean '{ERO}'\?"):
        load_framework("ero-colaborative-practise")


def test_a_source_may_leave_numbers_out_where_the_pack_says_so(tmp_path: Path, pack: dict[str, Any]) -> None:
    pack["areas"][1]["indicators"][1]["id"] = "2.4"
    assert "Write '2.2' there" in faults(write_pack(tmp_path, pack))[0]
    assert faults(write_pack(tmp_path, pack | {"left_out": ["2.2", "2.3"]})) == []


def test_a_loaded_framework_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_framework(ERO).indicators[0].text = "Something else."


def drop(*keys: str) -> Any:
    def change(pack: dict[str, Any]) -> None:
        for key in keys:
            del pack[key]

    return change


def put(value: Any, *path: Any) -> Any:
    def change(pack: Any) -> None:
        for step in path[:-1]:
            pack = pack[step]
        pack[path[-1]] = value

    return change


def checked_by(check: str) -> dict[str, Any]:
    return {"id": "1.1.1", "text": "More read.", "kind": "outcome", "checked_by": [check]}


BY_STAGE = ("areas", 0, "indicators_by_stage")
SHOWN_IN = "data/frameworks/ero-collaborative-practice.yaml shows how."

BAD = {
    "source missing": (drop("source"), f"'source' is missing. Add it; {SHOWN_IN}"),
    "version missing": (drop("version"), f"'version' is missing. Add it; {SHOWN_IN}"),
    "review date missing": (drop("review_by"), f"'review_by' is missing. Add it; {SHOWN_IN}"),
    "unknown key": (put(True, "nestd"), "'nestd' is not a setting colsynth knows. Did you mean 'nested'?"),
    "unknown key of an indicator": (
        put({"id": "1.1.1", "text": "We meet.", "knd": "outcome"}, *BY_STAGE, "1", 0),
        "'areas #1.indicators_by_stage.1 #1.knd' is not a setting colsynth knows. Did you mean 'kind'?",
    ),
    "wording in the pack": (
        put("Official.", *BY_STAGE, "1", 0, "wording"),
        "areas #1.indicators_by_stage.1 #1.wording: a framework file holds no official wording. "
        "Put it in 'wording/' beside it.",
    ),
    "unknown kind": (
        put("effect", *BY_STAGE, "1", 0, "kind"),
        "'areas #1.indicators_by_stage.1 #1.kind' is 'effect'. It should be 'practice' or 'outcome'.",
    ),
    "address cut short": (
        put("ero.govt.nz", "source", "address"),
        "source.address: 'ero.govt.nz' should be a whole web address, starting with https://.",
    ),
    "id written as a decimal": (
        put(2.1, "areas", 1, "indicators", 0, "id"),
        "areas #2.indicators #1.id: 2.1 is read as a number. Put it in quotes.",
    ),
    "name of another file": (
        put("singns", "framework"),
        "'framework' says 'singns'. Give it the file's own name, 'signs'.",
    ),
    "gap in the stages": (
        put("3", "stages", 1, "id"),
        "the stages are numbered 1, 3; 2 is missing. Number them 1, 2, lowest first.",
    ),
    "stages out of order": (
        put([{"id": "2", "label": "Often"}, {"id": "1", "label": "Seldom"}], "stages"),
        "the stages are numbered 2, 1. Number them 1, 2, lowest first.",
    ),
    "stage twice": (
        put("1", "stages", 1, "id"),
        "two stages have the id '1'. Number them 1, 2, 3 ... in order.",
    ),
    "one stage": (
        put([{"id": "1", "label": "Seldom"}], "stages"),
        "there is 1 stage. A rating needs at least two to choose from.",
    ),
    "spelling of two stages": (
        put(["Often"], "stages", 0, "spellings"),
        "'Often' means both stage 1 and stage 2. Keep it in one of them.",
    ),
    "stage named as an answer": (
        put("Not yet", "stages", 0, "label"),
        "'Not yet' means both stage 1 and not yet evident. Keep it in one of them.",
    ),
    "area twice": (put("1", "areas", 1, "id"), "two areas have the id '1'. Give each its own."),
    "area name twice": (
        put("Whanau partnership", "areas", 1, "name"),
        "'Whanau partnership' means both area 1 and area 2. Keep it in one of them.",
    ),
    "id twice": (
        put("2.1", "areas", 1, "indicators", 1, "id"),
        "the id '2.1' is used more than once (area 2, indicator 1 and area 2, indicator 2). Use each id once.",
    ),
    "id not at its position": (
        put("1.2.2", *BY_STAGE, "2", 0, "id"),
        "the id '1.2.2' does not agree with its position: area 1, stage 2, indicator 1. Write '1.2.1' there.",
    ),
    "number left out that stands there": (
        put(["2.2"], "left_out"),
        "'left_out' holds '2.2', which stands in the file (area 2, indicator 2). Take one of them out.",
    ),
    "question not at its position": (
        put("1b", "areas", 0, "questions", 0, "id"),
        "the id '1b' does not agree with its position: area 1, question a. Write '1a' there.",
    ),
    "stage without indicators": (
        put({"1": [{"id": "1.1.1", "text": "We meet."}]}, *BY_STAGE),
        "area '1' has nothing under stage '2'. Add its indicators, or [] where there are none.",
    ),
    "indicators under no stage": (
        put([], *BY_STAGE, "3"),
        "area '1' has indicators under stage '3', which is not one of 1, 2.",
    ),
    "stages of an area out of order": (
        put({"2": [{"id": "1.2.1", "text": "We plan."}], "1": []}, *BY_STAGE),
        "area '1' has its stages in another order than 1, 2. Put the lowest first.",
    ),
    "mean of stages": (
        put(["median", "mean"], "summaries"),
        "summaries: stages are steps in an order and have no mean and no sum. Use distribution, median, best fit.",
    ),
    "best fit without stages to fit": (
        lambda pack: pack.update({"summaries": ["best fit"], "areas": [pack["areas"][1] | {"id": "2"}]}),
        "'best fit' among 'summaries' needs indicators that stand under their stages. Take it out, or write them so.",
    ),
    "practice checked against data": (
        put({"id": "1.1.1", "text": "We meet.", "checked_by": ["variation-parts"]}, *BY_STAGE, "1", 0),
        "areas #1.indicators_by_stage.1 #1: 'checked_by' is for an outcome. "
        "Write 'kind: outcome', or take 'checked_by' out.",
    ),
    "check of a measure without a name": (
        put(checked_by("goals-standing: "), *BY_STAGE, "1", 0),
        "areas #1.indicators_by_stage.1 #1.checked_by #1: 'goals-standing:' names no measure after its colon. "
        "Write words of one, or take the colon out.",
    ),
    "exhibit without its chapter": (
        put(["parts"], "areas", 0, "spoken_to_by"),
        "areas #1.spoken_to_by #1: 'parts' should be a chapter, a hyphen and an exhibit, as in 'variation-parts'.",
    ),
    "a stage named in place where indicators stand under stages": (
        put("Met", "stages", 0, "label"),
        "'Met' means both stage 1 and in place. Keep it in one of them.",
    ),
    "a sign that cannot be seen": (
        put("Trust\x07", "areas", 1, "name"),
        "areas #2.name: it holds a sign that cannot be seen (character 7). Write the text again.",
    ),
    "text that runs backwards": (
        put("\u202eTrust", "areas", 1, "name"),
        "areas #2.name: it holds a sign that cannot be seen (character 8238). Write the text again.",
    ),
    "a name without a letter": (
        put("-", "stages", 0, "label"),
        "stages #1.label: '-' holds no letter and no number. Write a name.",
    ),
    "a name that fits on no page": (
        put("n" * 300_000, "areas", 1, "name"),
        "'areas #2.name' is longer than 2000 signs. Shorten it.",
    ),
    "sixty stages": (
        lambda pack: pack.update(
            stages=[{"id": str(n), "label": f"Step {n} of all"} for n in range(1, 61)], areas=[pack["areas"][1]]
        ),
        "there are 60 stages. Nobody can tell more than 12 apart. Put some of them together.",
    ),
    "no areas at all": (put(None, "areas"), "'areas' is blank. It should be a list."),
    "a version that is a list": (put(["1"], "earlier"), "'earlier' is ['1']. It should hold 'name: value' lines."),
    "no date": (put("soon", "review_by"), "'review_by' is 'soon'. It should be a day, as 2027-11-30."),
    "a blank word": (put(" ", "words", "area"), "'words.area' is blank. Fill it in."),
    "both kinds of list": (
        put([{"id": "1.1", "text": "We listen."}], "areas", 0, "indicators"),
        "area '1' has indicators under stages and others under none. Keep one of the two.",
    ),
}


@pytest.mark.parametrize("fault", list(BAD))
def test_a_bad_pack_is_told_in_one_sentence(tmp_path: Path, pack: dict[str, Any], fault: str) -> None:
    change, sentence = BAD[fault]
    change(pack)
    path = write_pack(tmp_path, pack)
    assert faults(path) == [f"signs.yaml: {sentence}"]
    with pytest.raises(SettingsError) as refused:
        read_framework(path)
    assert str(refused.value) == f"signs.yaml: {sentence}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            put(["variaton-parts"], "areas", 0, "spoken_to_by"),
            "'variaton-parts' is in no chapter that is known. Did you mean 'variation'? See colsynth list chapters.",
        ),
        (
            put(["activites"], "areas", 0, "recorded_in"),
            "area '1' is recorded in 'activites', which is no register. Did you mean 'activities'?",
        ),
        (
            put(checked_by("achievement-over-term: reading"), *BY_STAGE, "1", 0),
            "sign '1.1.1' is checked by 'achievement-over-term', which holds no outcome against data. "
            "Did you mean 'achievement-over-terms'? There are achievement-over-terms, achievement-moves, "
            "achievement-progress, variation-low-schools, variation-coming-together-shares, "
            "variation-coming-together-scores, practice-voice-change.",
        ),
    ],
)
def test_a_pack_tied_to_what_is_not_there_is_told(tmp_path: Path, pack: Any, change: Any, sentence: str) -> None:
    change(pack)
    assert check(write_pack(tmp_path / "data" / "frameworks", pack)) == [f"signs.yaml: {sentence}"]


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path, pack: dict[str, Any]) -> None:
    for fault in ("version missing", "unknown key", "area name twice", "id twice", "id not at its position"):
        BAD[fault][0](pack)
    assert len(faults(write_pack(tmp_path, pack))) == 5


def test_a_file_that_is_no_pack_at_all_is_told_plainly(tmp_path: Path) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text("areas: {a: [1", encoding="utf-8")
    assert len(faults(path)) == 1
    assert "signs.yaml, line 1 cannot be read as YAML" in faults(path)[0]
    path.write_text("stages: 3\nareas: [x, {id: [1], indicators_by_stage: {1: 5}}]\n", encoding="utf-8")
    assert len(faults(path)) > 3


def test_the_faults_of_every_bad_pack_are_told_together(tmp_path: Path, pack: dict[str, Any]) -> None:
    folder = tmp_path / "data" / "frameworks"
    write_pack(folder, pack | {"framework": "other", "version": ""}, "other")
    del pack["source"]
    write_pack(folder, pack)
    with pytest.raises(SettingsError) as refused:
        load_frameworks(tmp_path)
    assert [line.split(":")[0] for line in str(refused.value).split("\n")] == ["other.yaml", "signs.yaml"]


def test_two_packs_of_one_name_are_refused(tmp_path: Path, pack: dict[str, Any]) -> None:
    write_pack(tmp_path / "data" / "frameworks", pack | {"spellings": ["ERO"]})
    with pytest.raises(SettingsError, match=f"signs.yaml: 'ERO' also means '{ERO}'"):
        load_frameworks(tmp_path)


def official(workspace: Path, content: dict[str, Any], name: str = ERO) -> Path:
    return write_pack(workspace / "data" / "frameworks" / "wording", content, name)


def test_the_official_wording_of_a_communitys_own_copy_is_kept_as_it_is(tmp_path: Path) -> None:
    exact = "  Ngā rangatira  (Leaders) – “as printed”, with a space at the end "
    official(tmp_path, {"wording": {"1.1.1": exact, "1a": "Stem:", "1a.i": "part?", "1b": "Whole?"}})
    ero = load_framework(ERO, tmp_path)
    shown = ero.shown(ero.indicator("1.1.1"))
    assert (shown.text, shown.mark) == (exact, "ERO's wording, from the community's own copy")
    assert ero.shown(ero.indicator("1.1.2")).mark == "our paraphrase of ERO 1.1.2"
    asked = [ero.shown(question) for question in ero.askable[:4]]
    assert asked[0].text == "Stem: part?"
    assert [one.mark.split()[0] for one in asked] == ["ERO's", "our", "our", "ERO's"]
    assert load_framework(ERO).indicator("1.1.1").wording is None
    assert list(load_frameworks(tmp_path)) == list(load_frameworks(None))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"wording": {"6.3.33": "x"}}, "there is no '6.3.33' in this framework. Did you mean '6.3.3'?"),
        (
            {"wording": {"6.3.3": " "}},
            "'6.3.3' has no sentence. Write the wording in quotes, or take the line out.",
        ),
        ({"wording": {6.3: "x"}}, "the id 6.3 is read as a number. Put it in quotes."),
        ({"words": {}}, "'words' is not a setting colsynth knows. Known here: wording."),
        ({}, "'wording' is missing."),
    ],
)
def test_bad_wording_is_refused(tmp_path: Path, content: dict[str, Any], sentence: str) -> None:
    path = official(tmp_path, content or {"wording": None})
    told = wording_faults(path, load_framework(ERO))
    assert told[0].startswith(f"wording/{ERO}.yaml: {sentence}")
    with pytest.raises(SettingsError):
        load_framework(ERO, tmp_path)


def test_wording_for_no_known_framework_is_not_passed_over(tmp_path: Path) -> None:
    official(tmp_path, {"wording": {"1.1.1": "x"}}, "ero-colaborative-practice")
    with pytest.raises(SettingsError, match=f"Did you mean '{ERO}'"):
        load_framework(ERO, tmp_path)
