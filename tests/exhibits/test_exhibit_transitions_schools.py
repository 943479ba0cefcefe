"""What a school hears back about its own movers: no number that the community's page does not hold, and no fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from made_chapters import settings_of
from moving_communities import SCHOOLS, community
from test_chapters_bad_input import check_reads_well, check_tells_of_nobody
from tested_movers import chapter_of, of_maths

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.exhibit import Exhibit, written
from colsynth.exhibits.transitions_change_by_pair import by_pair
from colsynth.exhibits.transitions_flows import CAME, LEFT, told
from colsynth.exhibits.transitions_handover import arrived_in_time
from colsynth.exhibits.transitions_judgements import judged_before_and_after
from colsynth.exhibits.transitions_matching import followed_across
from colsynth.exhibits.transitions_schools import for_each_school
from colsynth.exhibits.transitions_schools_judgements import NOT_TOLD

JUDGING = re.compile(r"\b(best|worst|poor|weak(?!er)|fail|should have|under-?perform)", re.IGNORECASE)


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    root = tmp_path_factory.mktemp("moving")
    return open_chapter("transitions", settings_of(root, community()), "2026-T2")


@pytest.fixture(scope="module")
def shown(chapter: Chapter) -> list[Exhibit]:
    return list(for_each_school(chapter))


def of(shown: list[Exhibit], school: str) -> dict[str, Exhibit]:
    """The exhibits of one school by what they ask."""
    return {exhibit.id.removeprefix("transitions-").rsplit("-school-", 1)[0]: exhibit
            for exhibit in shown if exhibit.school == school}  # fmt: skip


def test_a_feeder_hears_where_its_learners_went_and_a_receiver_where_its_own_came_from(shown: list[Exhibit]) -> None:
    sent, came, both, neither = (of(shown, code) for code in ("9901", "9906", "9905", "9904"))
    assert list(sent) == ["sent", "judged-sent", "handed-over"]
    assert list(came) == ["came", "judged-came", "received"]
    assert list(both) == [*sent, *came]
    assert neither == {}


def test_no_finding_bears_the_name_of_an_exhibit_of_its_page(shown: list[Exhibit]) -> None:
    exhibits = {exhibit.id for exhibit in shown}
    assert not exhibits & {finding.id for exhibit in shown for finding in exhibit.findings}


def test_a_title_says_where_and_the_finding_how_many(chapter: Chapter, shown: list[Exhibit]) -> None:
    sent = of(shown, "9901")["sent"]
    label = chapter.school_labels["9905"]
    assert sent.title == f"Your Year 6 learners went on to {label}."
    assert [finding.claim for finding in sent.findings] == [
        f"Of the 36 learners you sent on from Year 6, 36 went on to {label}."
    ]
    came = of(shown, "9905")["came"].findings[0]
    assert came.n == 60
    assert came.claim.startswith("Of the 60 learners who came to you into Year 7, ")


def test_every_exhibit_is_for_one_school_and_bears_its_code_and_no_school_s_name(
    chapter: Chapter, shown: list[Exhibit]
) -> None:
    assert len({exhibit.id for exhibit in shown}) == len(shown)
    for exhibit in shown:
        assert exhibit.audience == "school"
        assert exhibit.id.endswith(chapter.school_folders[exhibit.school])
        said = str([exhibit.record(), *(finding.record() for finding in exhibit.findings)])
        assert not [name for name, *_ in SCHOOLS.values() if name in said]
        assert not JUDGING.search(said)
        assert re.search("not the quality|no measure of|not the feeder's quality", exhibit.caution)
        assert exhibit.talk_about.endswith("?")


def test_no_flow_of_a_school_s_page_is_hidden_on_the_community_s(chapter: Chapter, shown: list[Exhibit]) -> None:
    flows, labels = told(chapter, 2026), {label: code for code, label in chapter.school_labels.items()}
    codes = labels | {LEFT: "", CAME: "", "All you sent on": "All", "All who came": "All"}
    own = [exhibit for exhibit in shown if exhibit.id.split("-")[1] in ("sent", "came")]
    assert len(own) == 6
    for exhibit in own:
        step = "Year 6 to Year 7" if " Year 6 " in exhibit.title or " Year 7 " in exhibit.title else "Year 8 to Year 9"
        for other, written_n in exhibit.record()["table"]["rows"]:
            ends = (exhibit.school, codes[other])
            n = flows.shown(step, *(ends if "-sent-" in exhibit.id else ends[::-1]))
            assert written_n == ("[c]" if n is None else written(n, "count"))


@pytest.mark.parametrize(("part", "of_all"), [("judged", judged_before_and_after), ("hand", arrived_in_time),
                                              ("received", arrived_in_time)])  # fmt: skip
def test_every_other_line_stands_on_the_community_s_page_too(
    chapter: Chapter, shown: list[Exhibit], part: str, of_all: Callable[[Chapter], Exhibit]
) -> None:
    lines = [set(row) for row in of_all(chapter).record()["table"]["rows"]]
    names = {*chapter.school_labels.values(), "several schools", "outside the community"}
    own = [exhibit for exhibit in shown if f"transitions-{part}" in exhibit.id]
    assert own
    for exhibit in own:
        for row in exhibit.record()["table"]["rows"] if exhibit.table else []:
            assert any(set(row) - names <= line for line in lines), row


def test_a_feeder_hears_how_results_changed_and_of_how_many_that_is(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, of_maths(times=2))
    found = of(list(for_each_school(chapter)), "9901")
    assert list(found)[:3] == ["sent", "followed", "changed"]
    label = chapter.school_labels["9905"]
    assert found["changed"].title == "Mathematics, PAT: lower than those who did not move."
    assert "no clear difference does not prove that there is none" in found["changed"].record()["caution"]
    (row,) = found["changed"].record()["table"]["rows"]
    [community_row] = [line for line in by_pair(chapter).record()["table"]["rows"]
                       if line[2] == f"{chapter.school_labels['9901']} to {label}"]  # fmt: skip
    assert row == [community_row[1], label, community_row[3], *community_row[6:]]
    assert found["followed"].title.startswith("Results of Mathematics, PAT before and after are there of ")
    followed = [set(line) for line in followed_across(chapter).record()["table"]["rows"]]
    for line in found["followed"].record()["table"]["rows"]:
        assert any(set(line) <= other for other in followed)
    for exhibit in found.values():
        check_reads_well(exhibit)


def test_where_nothing_may_be_shown_one_line_says_so(shown: list[Exhibit]) -> None:
    judged = of(shown, "9903")["judged-sent"]
    assert judged.title == NOT_TOLD
    assert judged.table is None


def test_what_it_says_reads_well_and_tells_of_nobody(chapter: Chapter, shown: list[Exhibit]) -> None:
    learners = set(chapter.snapshot.frame("students")["student"])
    for exhibit in shown:
        check_reads_well(exhibit)
        check_tells_of_nobody(exhibit, learners)


@pytest.mark.parametrize("name", ["kereru-valley", "omanuka-coast", "mata-weka"])
def test_the_pages_of_the_demo_read_well(project: Path, name: str) -> None:
    chapter = open_chapter("transitions", str(project / "params" / f"{name}.yaml"))
    found = for_each_school(chapter)
    learners = set(chapter.snapshot.frame("students")["student"])
    assert found
    for exhibit in found:
        check_reads_well(exhibit)
        check_tells_of_nobody(exhibit, learners)


def test_without_rolls_there_is_nothing_for_any_school(tmp_path: Path) -> None:
    made = community() | {"students": [], "results": [], "moves": []}
    made["results"] = community()["results"][:1]
    assert for_each_school(open_chapter("transitions", settings_of(tmp_path, made), "2025-T4")) == []
