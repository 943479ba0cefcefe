"""`colsynth screen --suggest`: settings for sheets that are not understood, completed by a person, work."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from screened import SCHOOLS, Sent

ODD = [
    ["Mahi tuhituhi 2026"],
    [],
    ["Pupil ref", "Ingoa", "Where", "When done", "Grade", "Notes"],
    *(
        [f"{1000000007 + 13 * n}", f"Kid {n}", "Tōtara Flat School", f"2026-06-{10 + n}", ["WT", "OT"][n % 2], "x"]
        for n in range(12)
    ),
]
ROLL = [
    ["NSN", "School", "Year level", "Gender"],
    *([f"{1000000007 + 13 * n}", "9901", "4", "F"] for n in range(12)),
]


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """A workspace with a schools' list."""
    made = Sent(tmp_path / "workspace")
    made.csv("schools.csv", SCHOOLS)
    return made


def suggested(sent: Sent) -> list[Any]:
    done = sent.run("screen", "--suggest")
    assert done.exit_code == 0, done.output
    inputs: list[Any] = yaml.safe_load(done.output)["inputs"]
    return inputs


def test_an_unknown_workbook_comes_in_after_its_blanks_are_filled_as_told(sent: Sent) -> None:
    sent.xlsx("odd.xlsx", {"Mahi": ODD, "Roll": ROLL})
    inputs = suggested(sent)
    assert inputs[0] == "sent"
    assert {"file": "sent/odd.xlsx", "sheet": "Roll"} in inputs, "the sheet that was understood stays understood"
    entry = inputs[-1]
    assert (entry["sheet"], entry["register"]) == ("Mahi", "achievement")
    offered = {"student": "Pupil ref", "school": "Where", "date": "When done"}
    assert {name: entry["columns"][name] for name in offered} == offered
    assert entry["columns"]["level"] == "", "which header holds the level only a person can say"
    assert entry["for_all"]["measure"] == ""
    entry["columns"]["level"] = "Grade"
    entry["for_all"]["measure"] = "otj-writing"
    sent.settings(inputs)

    (entry,) = (one for one in suggested(sent) if isinstance(one, dict) and one["sheet"] == "Mahi")
    assert entry["values"] == {"level": {"WT": "", "OT": ""}}
    entry["values"]["level"] = {"WT": "Below", "OT": "At"}
    sent.settings(["sent", {"file": "sent/odd.xlsx", "sheet": "Roll"}, entry])

    done = sent.run("screen")
    assert done.exit_code == 0, done.output
    assert "sent/odd.xlsx, Mahi: read as achievement, 12 of 12 records accepted" in done.output
    assert "sent/odd.xlsx, Roll: read as students, 12 of 12 records accepted" in done.output
    assert "nothing to suggest" in sent.run("screen", "--suggest").output


def test_every_line_says_what_it_means_and_no_learner_is_named(sent: Sent) -> None:
    sent.xlsx("odd.xlsx", {"Mahi": ODD})
    said = sent.run("screen", "--suggest").output
    lines = [line for line in said.splitlines() if ": " in line and not line.strip().startswith(("#", "- file:"))]
    assert [line for line in lines if "#" not in line] == []
    assert "Kid" not in said
    assert "1000000007" not in said


def test_values_that_are_not_understood_are_listed_to_be_filled_in(sent: Sent) -> None:
    rows = "".join(f"{1000000007 + 13 * n},9901,2026-T2,otj-writing,{'ABC'[n % 3]}\n" for n in range(9))
    sent.csv("results.csv", "NSN,School,Term,Measure,Level\n" + rows)
    (entry,) = (one for one in suggested(sent) if isinstance(one, dict))
    assert set(entry["values"]["level"].values()) == {""}
    meant = dict(zip(entry["values"]["level"], ["Below", "At", "Above"], strict=False))
    sent.settings(["sent", {**entry, "values": {"level": meant}}])
    assert "results.csv: read as achievement, 9 of 9 records accepted" in sent.run("screen").output


def test_blanks_that_nobody_filled_in_change_nothing(sent: Sent) -> None:
    rows = "".join(f"{1000000007 + 13 * n},9901,2026-T2,otj-writing,{'At' if n else 'Att'}\n" for n in range(9))
    sent.csv("results.csv", "NSN,School,Term,Measure,Level\n" + rows)
    sent.settings(suggested(sent))
    said = sent.run("screen").output
    assert "says 'Att'" in said
    assert "8 of 9 records accepted" in said


def test_two_headers_for_one_meaning_are_asked_about(sent: Sent) -> None:
    rows = "".join(f"{1000000007 + 13 * n},9901,2026-T2,otj-writing,At,Above\n" for n in range(9))
    sent.csv("results.csv", "NSN,School,Term,Measure,Level,Judgement\n" + rows)
    done = sent.run("screen", "--suggest")
    assert 'which of "Level", "Judgement" is it?' in done.output
    (entry,) = (one for one in yaml.safe_load(done.output)["inputs"] if isinstance(one, dict))
    entry["columns"]["level"] = "Judgement"
    sent.settings(["sent", entry])
    assert "results.csv: read as achievement, 9 of 9 records accepted" in sent.run("screen").output


@pytest.mark.parametrize(("header", "lacks"), [("Writing OTJ Mid Year", "calendar_year"), ("Writing T2 2026", "tool")])
def test_a_sheet_whose_headers_lack_the_tool_or_the_year_is_given_a_line_for_it(
    sent: Sent, header: str, lacks: str
) -> None:
    rows = "".join(f"{1000000007 + 13 * n},At\n" for n in range(9))
    sent.csv("results.csv", f"NSN,{header}\n" + rows)
    entry = {"file": "sent/results.csv", "for_all": {"school": "9901"}}
    sent.settings(["sent", entry])
    (block,) = (one for one in suggested(sent) if isinstance(one, dict))
    assert block["for_all"] == {"school": "9901", lacks: ""}


def test_a_column_of_levels_is_not_taken_for_how_a_result_stands_to_the_expectation(sent: Sent) -> None:
    rows = "".join(
        f"{1000000007 + 13 * n},{'At' if n % 2 else 'Below'},{'At' if n % 3 else 'Above'}\n" for n in range(9)
    )
    sent.csv("odd.csv", "Kid no.,Rdng,Wrtng\n" + rows)
    (block,) = (one for one in suggested(sent) if isinstance(one, dict))
    assert "against_expectation" not in block["columns"]


def test_a_class_list_in_the_schools_own_words_is_asked_for_its_tool_and_offered_no_column_for_all_results(
    sent: Sent,
) -> None:
    rows = "".join(f"{1000000007 + 13 * n},At,Below,At\n" for n in range(9))
    sent.csv("odd.csv", "Kid no.,Rdng grade,Writing grade,Numbers grade\n" + rows)
    (block,) = (one for one in suggested(sent) if isinstance(one, dict))
    assert block["columns"] == {"student": "Kid no."}
    assert {"school", "tool", "term"} <= set(block["for_all"])
    block["for_all"] |= {"school": "9901", "tool": "OTJ", "term": "2026-T2"}
    sent.settings(["sent", block])
    assert "odd.csv: read as achievement, 18 of 18 records accepted" in sent.run("screen").output


def test_a_sheet_of_values_without_headers_is_told_to_get_some(sent: Sent) -> None:
    sent.csv("bare.csv", "Aroha Smith,Tui,red\nBen Jones,Kea,blue\n")
    said = sent.run("screen", "--suggest").output
    assert "Add one to the file" in said
    assert "Aroha" not in said


def test_what_the_settings_say_already_stays(sent: Sent) -> None:
    sent.xlsx("odd.xlsx", {"Mahi": ODD, "Roll": ROLL})
    before = {"file": "sent/odd.xlsx", "for_all": {"school": "9902"}}
    sent.settings(["sent", before])
    entries = [one for one in suggested(sent) if isinstance(one, dict)]
    assert {entry["sheet"]: entry["for_all"]["school"] for entry in entries} == {"Mahi": "9902", "Roll": "9902"}


def test_a_file_in_an_archive_is_marked_too_and_told_to_be_unpacked_first(sent: Sent) -> None:
    rows = "".join(f"{1000000007 + 13 * n},9901,2026-T2,otj-writing,{'At' if n else 'Att'}\n" for n in range(9))
    with zipfile.ZipFile(sent.root / "sent" / "all.zip", "w") as archive:
        archive.writestr("results.csv", "NSN,School,Term,Measure,Level\n" + rows)
        archive.writestr("odd.csv", "This,That\n1,2\n3,4\n")
    assert "odd.csv has no row of headers" in sent.run("screen", "--suggest").output
    assert "unpack the archive" in sent.run("screen", "--suggest").output
    assert sent.run("screen").exit_code == 0
    assert [path.name for path in (sent.inside / "annotated").iterdir()] == ["results.csv.xlsx"]
