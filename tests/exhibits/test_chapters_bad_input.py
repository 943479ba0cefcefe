"""Whatever a community sends, every exhibit of the three chapters on results has something true and readable to say."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bad_communities import BAD
from made_chapters import changed, exhibits_of, settings_of

from colsynth.exhibits import open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.protection.scan import scan, scan_table

CHAPTERS = ("goals", "achievement", "variation")
ALWAYS = (
    "one learner",
    "two schools, one with one learner",
    "a group of four",
    "all alike",
    "everyone absent",
    "no year levels",
)
NOT_WORDS = re.compile(
    r"(?<![A-Za-z])(nan|NaN|NaT|None|inf|True|False)(?![A-Za-z])(?! of)|<NA>|[-−]0(?![.\d])|[{}]| [ ,.;]|\.\.|\(\)"
    r"|\b1 (learners|schools|measures|terms|goals|groups)\b"
)
WHOLE = 3  # words a title has at least
FEW = 5  # learners; fewer are hidden


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def texts(held: Any) -> Iterator[str]:
    """Every text of a record, however deep."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for value in held.values():
            yield from texts(value)
    elif isinstance(held, (list, tuple)):
        for value in held:
            yield from texts(value)


def check_reads_well(shown: Exhibit) -> None:
    record = shown.record()
    said = [record, *(finding.record() for finding in shown.findings)]
    json.dumps(said, allow_nan=False)
    assert len(shown.title.split()) >= WHOLE, shown.id
    assert shown.title.endswith("."), shown.title
    drawn = json.dumps(record["chart"])
    assert not re.search(r'\b(NaN|Infinity)\b|<NA>|"nan"', drawn), shown.id
    unread = [text for part in said for text in texts(part | {"chart": None}) if NOT_WORDS.search(text)]
    assert not unread, (shown.id, unread)


def check_has_a_verdict(shown: Exhibit) -> None:
    """A column for a verdict holds words, or says that they are hidden or do not apply; it is never left empty."""
    table = shown.record()["table"]
    at = [i for i, column in enumerate(table["columns"]) if column["key"] == "verdict"] if table else []
    for row in table["rows"] if at else []:
        assert row[at[0]] not in ("", "[x]"), (shown.id, row)


def check_tells_of_nobody(shown: Exhibit, learners: set[str]) -> None:
    """No table, claim or chart gives a few learners, all of a group or a class away."""
    record = shown.record()
    scan_table(record, FEW)
    said = json.dumps([record, *(finding.record() for finding in shown.findings)], ensure_ascii=False)
    scan(said, learners, shown.id)
    assert "Room " not in said
    assert not re.search(r"\bof [1-4] learners?\b", said), shown.id
    for finding in shown.findings:
        if finding.population == "learners" and finding.of is not None:
            n = finding.of if finding.n is None else finding.n
            assert FEW <= n <= (finding.of if finding.n is None else finding.of - FEW), finding.id
        elif finding.population == "learners" and finding.n is not None:
            assert finding.n >= FEW, finding.id


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.slow) for name in BAD]
)
def test_every_exhibit_reads_well_on(name: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, BAD[name], as_at="2023-12-01")
    codes = set(open_chapter("goals", settings).snapshot.frame("achievement")["student"])
    for chapter in CHAPTERS:
        shown = list(exhibits_of(chapter, settings))
        assert shown, f"the chapter {chapter} is silent"
        for one in shown:
            check_reads_well(one)
            check_has_a_verdict(one)
            check_tells_of_nobody(one, codes)


def test_where_all_learners_reached_it_no_share_says_so(tmp_path: Path) -> None:
    """All schools together are no way round the cells that are hidden because everyone is alike."""
    settings = settings_of(tmp_path, BAD["all alike"] | {"goals": [], "targets": []}, as_at="2023-12-01")
    for shown in (one for chapter in CHAPTERS for one in exhibits_of(chapter, settings)):
        record = shown.record()
        cells = [cell for row in (record["table"] or {"rows": []})["rows"] for cell in row]
        assert "100 %" not in cells, shown.id
        assert "100 %" not in record["title"] + record["alt"]
        assert '": 100.0' not in json.dumps(record["chart"]), shown.id


def test_findings_and_the_table_beside_them_hide_the_same(tmp_path: Path) -> None:
    """Where everyone was followed, a share of those followed would say how many were not."""
    settings = settings_of(tmp_path, BAD["one school"])
    (shown,) = (one for one in exhibits_of("achievement", settings) if one.id == "achievement-moves")
    assert shown.title == "How the same learners moved cannot be shown without showing single learners."
    (finding,) = shown.findings
    assert "cannot be shown" in finding.claim
    assert finding.size is None


def test_one_learner_judged_and_tested_is_not_told_of_to_those_who_cannot_see_the_chart(tmp_path: Path) -> None:
    level = {"Measure": "easttle-writing", "Level": "3B"}
    made = changed(BAD["one learner"], "results", each=lambda row: row | (level if "Scale score" in row else {}))
    (shown,) = (one for one in exhibits_of("variation", settings_of(tmp_path, made)) if one.id == "variation-agreement")
    assert shown.findings
    assert "[c]" in shown.alt
    assert "learners on the same side" not in shown.alt
