"""What lies in a folder is read, or named in one sentence with its remedy."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_community import Community, of_check

from colsynth.intake.inputs import Plan, plan_inputs
from colsynth.intake.opening.fetching import is_in_the_cloud, read_content
from colsynth.intake.opening.kinds import kind_of_content
from colsynth.intake.opening.parts import read_sheets
from colsynth.intake.opening.sheets import Refusal
from colsynth.registers.declared import load_registers

LEARNERS = "NSN,School number,Year level\n100000001,9901,4\n"


def planned(community: Community) -> Plan:
    return plan_inputs(community.settings(), load_registers(community.root))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Term 2.gsheet", "is a shortcut to a Google document, not the document itself"),
        ("Term 2.lnk", "is a shortcut to another file, not the file itself"),
        ("Term 2.url", "is a shortcut to another file, not the file itself"),
        ("Term 2.webloc", "is a shortcut to another file, not the file itself"),
        ("Term 2.numbers", "is a document of Apple Numbers, Pages or Keynote"),
        ("Term 2.xlsx.crdownload", "is a download or a copy that has not ended"),
        (".Term 2.xlsx.icloud", "is kept in the cloud and its content is not on this computer"),
    ],
)
def test_what_stands_for_data_in_a_folder_is_a_problem(community: Community, name: str, found: str) -> None:
    community.schools()
    community.csv(name, "x")
    (problem,) = of_check(community.take_in(), "opening")
    assert (problem.file, problem.effect, problem.found) == (f"sent/{name}", "refused", found)


@pytest.mark.parametrize("name", ["letter.docx", "page.pdf", "photo.jpg", "old.tmp", "notes.md"])
def test_what_is_no_data_in_a_folder_is_listed_and_no_problem(community: Community, name: str) -> None:
    community.schools()
    community.csv(name, "x")
    plan = planned(community)
    assert not plan.problems
    (account,) = plan.accounts
    assert account.left_out[0]["why"].startswith("not a spreadsheet by its name")


@pytest.mark.parametrize("lock", ["~$schools.csv", ".~lock.schools.csv#"])
def test_a_file_that_is_open_is_read_as_last_saved_and_said(community: Community, lock: str) -> None:
    community.schools()
    community.csv(lock, "somebody")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "opening")
    assert problem.sentence().startswith(
        "sent/schools.csv is open in another program; what was last saved in it is read."
    )
    assert problem.effect == "warning"
    assert len(snapshot.registers["schools"]) == 2


def test_the_files_of_an_archive_come_in_under_their_own_names(community: Community) -> None:
    community.schools()
    with zipfile.ZipFile(community.root / "sent" / "all.zip", "w") as archive:
        archive.writestr("rolls/learners.csv", LEARNERS)
        archive.writestr("letter.docx", b"x")
    snapshot = community.take_in()
    assert len(snapshot.registers["students"]) == 1
    by_file = {account.file: account for account in snapshot.accounts}
    assert by_file["sent/all.zip/rolls/learners.csv"].accepted == 1
    assert by_file["sent/all.zip/letter.docx"].left_out[0]["why"] == "is a text document"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (bytes(5000), "holds nothing but zero bytes"),
        (json.dumps({"url": "https://docs.google.com/open?id=1", "doc_id": "1"}).encode(), "is a shortcut to a Google"),
        (b"[InternetShortcut]\r\nURL=https://x\r\n", "is a shortcut to another file"),
        (
            b'<?xml version="1.0"?><!DOCTYPE plist><plist><dict><key>URL</key></dict></plist>',
            "is a shortcut to another",
        ),
        (b"%PDF-1.7 ...", "is a PDF document"),
        (b"{\\rtf1 ...", "is a text document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "is a workbook saved as XML of 2003",
        ),
        (b"SQLite format 3\x00" + bytes(80), "is a database"),
        (b"Rar!\x1a\x07", "is an archive of a kind that is not unpacked"),
    ],
)
def test_a_file_is_told_by_its_content_whatever_it_is_called(content: bytes, found: str) -> None:
    (refusal,) = read_sheets(content).refusals
    assert refusal.found.startswith(found)
    assert refusal.remedy.endswith(".")


def test_documents_that_are_zips_are_no_archives(tmp_path: Path) -> None:
    for part, found in (
        ("word/document.xml", "is a text document"),
        ("ppt/presentation.xml", "is a presentation"),
        ("Index/Document.iwa", "is a document of Apple Numbers"),
    ):
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
            archive.writestr(part, "x")
        (refusal,) = read_sheets((tmp_path / "x.xlsx").read_bytes()).refusals
        assert refusal.found.startswith(found)


def test_a_table_is_no_other_kind_of_file() -> None:
    assert kind_of_content(b"NSN,Level\n1,At\n") is None
    assert kind_of_content("﻿BM,Level\n1,At\n".encode()) is None


def test_a_file_that_is_only_in_the_cloud_is_not_fetched() -> None:
    for about in ({"st_file_attributes": 0x400020}, {"st_file_attributes": 0x1020}, {"st_flags": 0x40000000}):
        assert is_in_the_cloud(SimpleNamespace(**about))  # type: ignore[arg-type]
    assert not is_in_the_cloud(Path(__file__).stat())


def test_a_file_that_changes_while_it_is_read_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(b"a,b\n")
    whole = Path.read_bytes

    def while_it_grows(path: Path) -> bytes:
        content = whole(path)
        path.write_bytes(content + b"1,2\n")
        return content

    monkeypatch.setattr(Path, "read_bytes", while_it_grows)
    content = read_content(path)
    assert isinstance(content, Refusal)
    assert content.found.startswith("changed while it was read")
