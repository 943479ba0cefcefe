"""What came from each school this term, and what is awaited: a worked example with three schools."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.supply import collection
from colsynth.errors import Problem
from colsynth.reference.terms import load_calendar
from colsynth.registers.declared import load_registers
from colsynth.registers.snapshot import Account

REGISTERS = load_registers()
SCHOOLS = pd.DataFrame(
    {"school": ["1", "2", "3", "4"], "name": ["Tōtara", "Rātā", "Kōwhai", "Puna"], "left": [pd.NaT] * 4}
).assign(joined=pd.NaT, type=["contributing", "intermediate", "secondary", "early learning"])


def collected(results: list[tuple[str, str]], *more: object) -> dict[tuple[str, str], str]:
    """Status by school and register, where `results` are (school, term) of results that are used."""
    frames = {"schools": SCHOOLS, "achievement": pd.DataFrame(results, columns=["school", "term"])}
    accounts = [one for one in more if isinstance(one, Account)]
    problems = [one for one in more if isinstance(one, Problem)]
    found = collection(frames, accounts, problems, ["achievement"], "2026-T3", load_calendar())
    assert list(found.columns) == [
        "school",
        "name",
        "register",
        "term",
        "status",
        "n_records",
        "n_problems",
        "newest_term",
    ]
    return dict(zip(found["school"], found["status"], strict=True))


def told(file: str) -> Problem:
    return Problem("columns not used", "warning", file, "Results", "row 1", "has", "It was", "Look.", 1, "achievement")


def test_a_school_without_results_of_the_term_is_awaited_whatever_it_sent_before() -> None:
    assert collected([("1", "2026-T3"), ("2", "2026-T2")]) == {"1": "accepted", "2": "awaited", "3": "awaited"}


def test_records_set_aside_are_a_problem_of_the_school_they_name_alone() -> None:
    shared = Account(
        "all.xlsx", "Results", "achievement", read=3, accepted=2, set_aside=1, schools={"1": {}, "2": {"2026-T3": 1}}
    )
    found = collected([("1", "2026-T3"), ("2", "2026-T3")], shared)
    assert found == {"1": "accepted", "2": "has problems", "3": "awaited"}


def test_a_slip_in_an_earlier_term_is_no_problem_of_this_one() -> None:
    long = Account("rata.xlsx", "Results", "achievement", read=9, set_aside=1, schools={"2": {"2024-T2": 1}})
    assert collected([("2", "2026-T3")], long)["2"] == "accepted"


def test_a_file_of_which_nothing_could_be_used_is_no_reason_for_a_reminder() -> None:
    lost = Account("rata.xlsx", "Results", "achievement", read=9, set_aside=9, schools={"2": {"": 9}})
    assert collected([], lost)["2"] == "has problems"


def test_results_that_are_used_with_something_to_look_at_are_received() -> None:
    one = Account("rata.xlsx", "Results", "achievement", read=1, accepted=1, schools={"2": {}})
    assert collected([("2", "2026-T3")], one, told("rata.xlsx"))["2"] == "received"
    assert collected([("2", "2026-T3")], one, told("another.xlsx"))["2"] == "accepted"


def test_a_school_that_has_left_is_not_asked() -> None:
    gone = SCHOOLS.assign(left=[pd.Timestamp("2026-07-03"), *[pd.NaT] * 3])
    frames = {"schools": gone, "achievement": pd.DataFrame({"school": [], "term": []}, dtype="str")}
    found = collection(frames, [], [], ["achievement"], "2026-T3", load_calendar())
    assert found["school"].tolist() == ["2", "3"]
