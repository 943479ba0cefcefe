"""The ERO pack against the published resource, counted by hand: 107 indicators and 13 questions."""

from __future__ import annotations

import re
from datetime import date

import pytest

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework, load_framework
from colsynth.reference.places import shipped_root

ERO = "ero-collaborative-practice"

# Area: indicators in columns 1, 2, 3; questions as printed; questions that can be asked.
COUNTED = {
    "Leadership for equity and excellence": ((5, 5, 12), 2, 4),
    "Communication and relational trust": ((5, 5, 5), 2, 2),
    "Purpose and focus": ((3, 3, 2), 1, 1),
    "Collective theory of change and plan of action": ((5, 3, 5), 2, 2),
    "Collaborative inquiry and working that challenges thinking and practice": ((4, 4, 9), 1, 3),
    "Monitoring and evaluation for improvement": ((6, 4, 5), 3, 3),
    "Sufficiency of resourcing and supportive infrastructure": ((5, 5, 7), 2, 2),
}


@pytest.fixture(scope="module")
def ero() -> Framework:
    return load_framework(ERO)


def test_each_area_has_the_indicators_and_questions_of_the_source(ero: Framework) -> None:
    counted = {
        area.name: (
            tuple(ero.n_indicators(area.id, stage.id) for stage in ero.stages),
            len(area.questions),
            sum(len(question.askable) for question in area.questions),
        )
        for area in ero.areas
    }
    assert counted == COUNTED


def test_the_columns_hold_33_29_and_45_of_107_indicators(ero: Framework) -> None:
    assert [ero.n_indicators(stage=stage.id) for stage in ero.stages] == [33, 29, 45]
    assert ero.n_indicators() == len(ero.indicators) == 107
    assert ero.n_indicators(area="1") == 22


def test_thirteen_questions_are_seventeen_to_ask(ero: Framework) -> None:
    assert len(ero.questions) == 13
    asked = " ".join(question.id for question in ero.askable)
    assert asked == "1a.i 1a.ii 1a.iii 1b 2a 2b 3a 4a 4b 5a.i 5a.ii 5a.iii 6a 6b 6c 7a 7b"
    assert all(question.text.endswith("?") for question in ero.askable)
    assert [q.area for q in ero.askable] == list("11112234455566677")


def test_the_nine_bulleted_questions_are_not_taken_for_a_first_column(ero: Framework) -> None:
    """Areas 1, 5 and 6 print three questions each as bullets, in front of their indicators."""
    bulleted = [q.id for q in ero.askable if "." in q.id or q.area == "6"]
    assert len(bulleted) == 9
    assert not [i.id for i in ero.indicators if "?" in i.text]
    for area in ("1", "5", "6"):
        assert list(ero.area(area).indicators_by_stage) == ["1", "2", "3"]


def test_an_indicators_id_is_its_position_and_stands_once_in_the_file(ero: Framework) -> None:
    text = (shipped_root() / "data" / "frameworks" / f"{ERO}.yaml").read_text(encoding="utf-8")
    written = re.findall(r"^\s*- id: (\d+\.\d+\.\d+)$", text, flags=re.MULTILINE)
    assert written == [indicator.id for indicator in ero.indicators]
    assert len(set(written)) == 107
    last = ero.indicator("7.3.7")
    assert (last.area, last.stage) == ("7", "3")


def test_the_columns_have_no_invented_names(ero: Framework) -> None:
    assert [stage.id for stage in ero.stages] == ["1", "2", "3"]
    assert [stage.label for stage in ero.stages] == ["Column 1", "Column 2", "Column 3 (effective practice)"]
    for invented in ("Embedding", "Establishing", "Developing", "Taking shape", "Foundation building"):
        assert ero.stage_of(invented) is None
    assert not ero.nested
    assert (ero.words.area, ero.words.stage, ero.words.indicator) == ("area", "column", "indicator")


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("1", "1"),
        ("column 2", "2"),
        ("Col. 2", "2"),
        (" C3 ", "3"),
        ("First Column", "1"),
        ("Stage 3", "3"),
        ("Column 3 (effective practice)", "3"),
        ("4", None),
        ("", None),
        ("Column", None),
    ],
)
def test_a_column_is_known_however_it_is_written(ero: Framework, written: str, stage: str | None) -> None:
    assert ero.stage_of(written) == stage


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Not yet evident", NOT_YET_EVIDENT),
        ("NYE", NOT_YET_EVIDENT),
        ("n/a", NOT_APPLICABLE),
        ("not applicable", NOT_APPLICABLE),
        ("Col 1", "1"),
        ("Embeding", None),
        ("0", None),
        ("-", None),
    ],
)
def test_not_yet_evident_and_not_applicable_are_answers_but_no_stages(
    ero: Framework, written: str, answer: str | None
) -> None:
    assert ero.answer_of(written) == answer
    assert NOT_YET_EVIDENT not in [stage.label for stage in ero.stages]
    assert ero.stage_of("not yet evident") is ero.stage_of("not applicable") is None


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("6", "6"),
        ("Area 6", "6"),
        ("monitoring and evaluation for improvement", "6"),
        ("Area 8", None),
        ("6. Monitoring and Evaluation for Improvement", "6"),
        ("Area 3: Purpose and focus", "3"),
        ("", None),
    ],
)
def test_an_area_is_known_by_number_or_name(ero: Framework, written: str, area: str | None) -> None:
    assert ero.area_of(written) == area


def test_an_indicator_is_known_by_its_numbers_and_never_by_their_digits_alone(ero: Framework) -> None:
    assert ero.indicator_of("6.2.3") == ero.indicator_of(" 6-2-3 ") == "6.2.3"
    assert ero.indicator_of("1.3.12") == "1.3.12"
    assert ero.indicator_of("623") is ero.indicator_of("13.1.2") is ero.indicator_of("7.3.8") is None


def test_claims_of_results_are_marked_as_outcomes(ero: Framework) -> None:
    outcomes = [indicator.id for indicator in ero.indicators if indicator.kind == "outcome"]
    assert outcomes == ["2.3.3", "2.3.5", "5.3.9", "6.3.3", "6.3.4"]


def test_every_sentence_is_marked_as_our_paraphrase_of_its_position(ero: Framework) -> None:
    shown = ero.shown(ero.indicator("1.1.1"))
    assert shown.mark == "our paraphrase of ERO 1.1.1"
    assert shown.text.startswith("Leaders make plain")
    asked = ero.shown(ero.askable[0])
    assert asked.mark == "our paraphrase of ERO 1a.i"
    assert asked.text.endswith("planning and acting together?")


def test_every_sentence_is_short_and_said_once(ero: Framework) -> None:
    texts = [statement.text for statement in ero.statements()]
    assert len(set(texts)) == len(texts)
    assert max(len(text.split()) for text in texts) <= 40
    assert all(indicator.text.endswith(".") for indicator in ero.indicators)


def test_the_pack_says_where_it_comes_from_and_until_when_it_holds(ero: Framework) -> None:
    assert ero.source.publisher == "Education Review Office"
    assert ero.source.title == "Communities of Learning | Kāhui Ako: Working towards collaborative practice"
    assert ero.source.address == (
        "https://ero.govt.nz/our-research/communities-of-learning-kahui-ako-working-towards-collaborative-practice"
    )
    assert isinstance(ero.source.read, date)
    assert ero.source.read < ero.review_by
    assert ero.version
    assert "paraphrase" in ero.attribution
    assert "not a judgement by ERO" in ero.attribution
