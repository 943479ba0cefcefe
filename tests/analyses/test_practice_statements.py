"""Does a statement stand with its newest wording, and is what it leaves open told? Cases worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from colsynth.analyses.practice.statements import answers, standing, to_settle

REGISTER = (
    "statement", "text", "kind", "framework", "area", "goals", "school", "agrees", "date", "owner", "due", "delivered",
    "evidence", "version", "term", "source_file", "source_row",
)  # fmt: skip


def register(*rows: dict[str, Any]) -> pd.DataFrame:
    known = [{"source_file": "s.csv", "source_row": i} | row for i, row in enumerate(rows)]
    frame = pd.DataFrame(known, columns=list(REGISTER))
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("date", "due")}
    return frame.astype(dict.fromkeys(set(REGISTER) - {"date", "due", "source_row"}, "str")).assign(**days)


def vision(**row: Any) -> dict[str, Any]:
    return {"statement": "V1", "kind": "vision"} | row


def test_the_newest_wording_stands_with_the_one_before_and_the_newest_answer_of_each_school() -> None:
    frame = standing(register(
        vision(text="Known everywhere", date="2026-03-01", version="2"),
        vision(text="Known", date="2025-03-01", version="1"),
        vision(school="9901", agrees="no", date="2026-03-10", version="2"),
        vision(school="9901", agrees="yes", date="2026-04-10", version="2"),
        vision(school="9902", agrees="partly", date="2026-03-10"),
        vision(school="9903", agrees="yes", date="2025-04-01", version="1"),
    ))  # fmt: skip
    [row] = frame.to_dict("records")
    assert (row["text"], row["before"], row["version"]) == ("Known everywhere", "Known", "2")
    assert (row["yes"], row["partly"], row["no"]) == (1, 1, 0)  # 9903 answered the version before


def test_statements_stand_by_kind_and_the_newest_first_and_answers_alone_are_kept() -> None:
    frame = standing(register(
        {"statement": "D1", "kind": "decision", "text": "Meet", "date": "2025-02-01"},
        {"statement": "D2", "kind": "decision", "text": "Visit", "date": "2026-02-01"},
        {"statement": "D3", "kind": "decision", "text": "Undated"},
        {"statement": "C9", "kind": "commitment", "school": "9901", "agrees": "yes"},
        vision(text="Known"),
    ))  # fmt: skip
    assert frame["statement"].tolist() == ["V1", "D2", "D1", "D3", "C9"]
    assert pd.isna(frame["text"].iloc[-1])
    assert frame["yes"].iloc[-1] == 1
    assert standing(register()).empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "priority"}, "no goal"),
        ({"kind": "priority", "goals": "G9"}, "no outcome"),
        ({"kind": "priority", "goals": "G9|G1"}, ""),
        ({"kind": "success criterion", "goals": "G1", "term": "2025-T3"}, "written after the first result"),
        ({"kind": "success criterion", "goals": "G1", "term": "2025-T2"}, ""),
        ({"kind": "success criterion", "goals": "G2", "term": "2026-T2"}, ""),
        ({"kind": "success criterion", "goals": "G1"}, ""),
        ({"kind": "decision", "due": pd.Timestamp("2026-05-01")}, "its day has passed"),
        ({"kind": "decision", "due": pd.Timestamp("2026-05-01"), "delivered": "yes"}, ""),
        ({"kind": "commitment", "due": pd.Timestamp("2026-07-01")}, ""),
        ({"kind": "vision"}, ""),
    ],
)
def test_what_a_statement_leaves_open(row: dict[str, Any], said: str) -> None:
    blank = dict.fromkeys(("goals", "term", "due", "delivered"))
    assert to_settle(blank | row, {"G1", "G2"}, {"G1": "2025-T2"}, pd.Timestamp("2026-06-01")) == said


def test_the_newest_answer_stands_beside_the_one_before_and_a_school_s_own_is_left_out() -> None:
    answer = {"kind": "answer to a key question", "area": "Q3a"}
    found = answers(
        register(
            answer | {"text": "Not yet", "date": "2025-11-01", "term": "2025-T4"},
            answer | {"text": "Mostly", "date": "2026-08-01", "term": "2026-T3", "evidence": "https://x.nz/n"},
            answer | {"text": "Ours", "school": "9901"},
            answer | {"text": "Nowhere", "area": "9z"},
            answer | {"text": "No place", "area": None},
        ),
        {"Q3a": "3a"}.get,
    )
    [row] = found.to_dict("records")
    assert (row["place"], row["text"], row["before_text"], row["before_term"]) == ("3a", "Mostly", "Not yet", "2025-T4")
    assert row["evidence"] == "https://x.nz/n"
