"""Which judgement is held against which test: nearest in time, by a dated mapping or by each one's expectation."""

from datetime import date

import pandas as pd
import pytest

from colsynth.analyses.judged_and_tested import PAIR_COLUMNS, pairs_of
from colsynth.reference.mappings import Table, load_mappings
from colsynth.reference.measures import load_measures
from colsynth.reference.terms import load_calendar

MEASURES, CALENDAR = load_measures(), load_calendar()
MAPPINGS = list(load_mappings().values())


def result(student: str, measure: str, term: str, **values: object) -> dict[str, object]:
    row: dict[str, object] = {
        "student": student, "school": "1", "measure": measure, "term": term, "date": pd.NaT, "year_level": 4,
        "level": None, "scale_score": None, "expected": None, "class_label": "1|a", "moderated": None,
        "moderated_with": None,
    }  # fmt: skip
    return row | values


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    types = {
        "level": "str", "scale_score": "Float64", "expected": "boolean", "year_level": "Int64", "moderated": "boolean",
        "moderated_with": "str", "date": "datetime64[ns]",
    }  # fmt: skip
    columns = list(result("s", "m", "2026-T1"))
    return pd.DataFrame(list(rows), columns=columns).astype(types)


def pairs(*rows: dict[str, object], mappings: list[Table] = MAPPINGS) -> pd.DataFrame:
    return pairs_of(frame(*rows), MEASURES, mappings, CALENDAR, ["Rātā Bay"])


def judged(student: str, term: str, expected: bool = True, **values: object) -> dict[str, object]:
    return result(student, "otj-writing", term, level="At" if expected else "Below", expected=expected, **values)


def sat(student: str, term: str, expected: bool = True, **values: object) -> dict[str, object]:
    return result(student, "easttle-writing", term, level="2P", scale_score=1300, expected=expected, **values)


def test_each_learner_is_paired_once_in_the_same_term_before_any_other() -> None:
    found = pairs(judged("a", "2026-T2", False), judged("a", "2026-T3"), sat("a", "2026-T3", False))
    assert len(found) == 1
    assert found["term"].item() == "2026-T3"
    assert (found["judged_at"].item(), found["tested_at"].item(), found["ruler"].item()) == (True, False, "expectation")
    assert pd.isna(found["bands"].item())


def test_a_judgement_of_an_earlier_year_or_more_than_half_a_year_away_is_no_pair() -> None:
    assert pairs(judged("a", "2025-T1"), sat("a", "2025-T4")).empty
    found = pairs(judged("a", "2025-T3"), sat("a", "2025-T3"), judged("b", "2026-T2"), sat("b", "2026-T2"))
    assert list(found["student"]) == ["b"]


def test_weeks_run_from_the_test_to_the_judgement_and_are_empty_without_both_days() -> None:
    day = pd.Timestamp(2026, 5, 4)
    found = pairs(
        judged("a", "2026-T2", date=day + pd.Timedelta(weeks=6)), sat("a", "2026-T2", date=day),
        judged("b", "2026-T2"), sat("b", "2026-T2", date=day),
    ).set_index("student")["weeks"]  # fmt: skip
    assert found["a"] == 6
    assert pd.isna(found["b"])


def test_other_subjects_and_results_that_cannot_be_held_against_anything_are_no_pairs() -> None:
    assert pairs(judged("a", "2026-T2"), result("a", "easttle-mathematics", "2026-T2", expected=True)).empty
    assert pairs(judged("a", "2026-T2"), result("a", "easttle-writing", "2026-T2", level="2P")).empty
    assert list(pairs().columns) == PAIR_COLUMNS


@pytest.mark.parametrize(
    ("score", "level", "judged_band", "tested_band", "tested_at"),
    [
        (20.0, "Emerging", 0, 0, False),
        (25.2, "Developing", 0, 1, False),
        (32.1, "Proficient", 2, 1, False),
        (32.2, "Exceeding", 2, 2, True),
    ],
)
def test_a_mapping_reads_scores_in_the_levels_it_tells_apart(
    score: float, level: str, judged_band: int, tested_band: int, tested_at: bool
) -> None:
    found = pairs(
        result("a", "progress-reading", "2026-T2", level=level, expected=level in ("Proficient", "Exceeding")),
        result("a", "pat-reading", "2026-T2", scale_score=score),
    )
    assert (found["judged_band"].item(), found["tested_band"].item()) == (judged_band, tested_band)
    assert bool(found["tested_at"].item()) is tested_at
    assert found["bands"].item() == "below Consolidating|Consolidating|Proficient to Exceeding"
    assert (found["ruler"].item(), found["interim"].item()) == ("mapping", True)


def test_a_mapping_holds_only_between_its_dates_and_for_its_year_levels() -> None:
    rows = (
        result("a", "progress-reading", "2026-T2", level="Proficient", expected=True),
        result("a", "pat-reading", "2026-T2", scale_score=30.0),
    )
    ended = [table.model_copy(update={"ends": date(2026, 1, 31)}) for table in MAPPINGS]
    assert len(pairs(*rows)) == 1
    assert pairs(*rows, mappings=ended).empty
    assert pairs(*(row | {"year_level": 5} for row in rows)).empty


def test_with_one_cut_score_no_levels_are_told_apart_but_the_expectation_is() -> None:
    one = [table.model_copy(update={"cuts": {4: {"Proficient": 32.2}}}) for table in MAPPINGS]
    found = pairs(
        result("a", "progress-reading", "2026-T2", level="Proficient", expected=True),
        result("a", "pat-reading", "2026-T2", scale_score=40.0),
        mappings=one,
    )
    assert bool(found["tested_at"].item())
    assert found["bands"].isna().all()


@pytest.mark.parametrize(
    ("done", "words", "kind"),
    [
        (None, None, "moderation not recorded"),
        (False, None, "not moderated"),
        (True, None, "moderated"),
        (True, "Rātā Bay School", "moderated with another school"),
        (True, "another school", "moderated with another school"),
        (True, "class next door", "moderated within the school"),
        (True, "the Kāhui Ako", "moderated across the community"),
    ],
)
def test_with_whom_a_judgement_was_moderated_is_said_in_a_few_kinds(
    done: bool | None, words: str | None, kind: str
) -> None:
    found = pairs(judged("a", "2026-T2", moderated=done, moderated_with=words), sat("a", "2026-T2"))
    assert found["moderated"].item() == kind
