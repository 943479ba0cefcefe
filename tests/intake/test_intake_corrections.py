"""A file that the settings call a correction wins over the one it corrects, and says so."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

from colsynth.errors import SettingsError

HEAD = "NSN,School,Measure,Term,Level\n"


def result(number: str, level: str) -> str:
    return f"{number},9901,otj-writing,2026-T2,{level}\n"


@pytest.fixture
def community(community: Community) -> Community:
    community.schools()
    community.csv("a.csv", HEAD + result("0123456710", "At") + result("0123456725", "At"))
    community.csv("b.csv", HEAD + result("0123456710", "Below") + result("0123456725", "At"))
    return community


def test_the_newer_files_record_wins_and_is_marked(community: Community) -> None:
    snapshot = community.take_in(["sent", {"file": "sent/b.csv", "supersedes": "sent/a.csv"}])
    results = snapshot.frame("achievement")
    assert list(results[["level", "revised"]].itertuples(index=False, name=None)) == [("Below", True), ("At", False)]
    assert counts(account(snapshot, "a.csv", "achievement")) == (2, 0, 1, 1)
    (problem,) = of_check(snapshot, "superseded")
    assert (problem.effect, problem.file) == ("set aside", "sent/a.csv")
    assert "sent/b.csv, row 2" in problem.expected


def test_a_correction_of_a_correction_wins_over_both(community: Community) -> None:
    community.csv("c.csv", HEAD + result("0123456710", "Above"))
    newer = [{"file": f"sent/{new}.csv", "supersedes": f"{old}.csv"} for new, old in (("c", "b"), ("b", "a"))]
    snapshot = community.take_in(["sent", *newer])
    first = snapshot.frame("achievement").query("level == 'Above'")
    assert list(first["revised"]) == [True]
    assert {problem.file for problem in of_check(snapshot, "superseded")} == {"sent/a.csv", "sent/b.csv"}


def test_without_a_word_in_the_settings_the_first_stands_and_both_rows_are_listed(community: Community) -> None:
    snapshot = community.take_in()
    assert of_check(snapshot, "superseded") == []
    assert of_check(snapshot, "stands twice")[0].file == "sent/b.csv"
    places = snapshot.learners[snapshot.learners["why"] == "stands twice, not alike"]
    assert list(zip(places["case"], places["source_file"], places["source_row"], strict=True)) == [
        (1, "sent/a.csv", 2),
        (1, "sent/b.csv", 2),
    ]


@pytest.mark.parametrize(("more", "said"), [({"supersedes": "sent/aa.csv"}, "sent/a.csv"), ({}, "circle")])
def test_a_correction_of_nothing_or_in_a_circle_is_refused(
    community: Community, more: dict[str, str], said: str
) -> None:
    hints = [{"file": "sent/a.csv", "supersedes": "sent/b.csv"}, {"file": "sent/b.csv", "supersedes": "sent/a.csv"}]
    with pytest.raises(SettingsError, match=said):
        community.take_in(["sent", hints[0] | {"supersedes": "sent/b.csv"}, hints[1] | more])
