"""Events on record stand at the terms they touch, in order, and say which terms are to be read apart."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.events import events_in
from colsynth.reference.terms import load_calendar

CALENDAR = load_calendar()
TERMS = ["2019-T4", "2020-T4", "2021-T2"]


def events(*rows: tuple[str, str | None, str, str | None, bool | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["start", "end", "label", "school", "excluded"])
    dates = {column: pd.to_datetime(frame[column]) for column in ("start", "end")}
    return frame.assign(**dates, kind="closure", excluded=frame["excluded"].astype("boolean"))


LOCKDOWN = ("2020-03-25", "2020-06-08", "Lockdown", None, True)
FLOOD = ("2020-01-10", None, "Flood", "0071", None)


def test_an_event_lies_at_the_terms_it_touches_and_one_in_the_holidays_at_the_next() -> None:
    found = events_in(events(LOCKDOWN, FLOOD), CALENDAR, TERMS)
    assert found["mark"].tolist() == ["a", "b"]
    assert found["label"].tolist() == ["Flood", "Lockdown"]
    assert found["first"].tolist() == ["2020-T1", "2020-T1"]
    assert found["last"].tolist() == ["2020-T1", "2020-T2"]
    assert found["excluded"].tolist() == [False, True]


def test_an_event_of_another_school_or_another_time_is_left_out() -> None:
    old = ("2016-11-14", None, "Earthquake", None, None)
    assert events_in(events(LOCKDOWN, FLOOD, old), CALENDAR, TERMS, school="0072")["label"].tolist() == ["Lockdown"]
    assert events_in(events(FLOOD), CALENDAR, TERMS, school="0071")["label"].tolist() == ["Flood"]


def test_without_events_or_terms_there_is_nothing() -> None:
    assert events_in(events(), CALENDAR, TERMS).empty
    assert events_in(events(FLOOD), CALENDAR, []).empty


def test_letters_go_on_after_z() -> None:
    many = events(*[("2020-05-04", None, f"Event {i}", None, None) for i in range(28)])
    assert events_in(many, CALENDAR, TERMS)["mark"].tolist()[-3:] == ["z", "aa", "ab"]
