"""A snapshot is made anew when anything changes that decides what it holds, and only then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from made_community import Community

import colsynth
from colsynth.intake.inputs import Plan
from colsynth.intake.unchanged import CODE, fingerprint_of
from colsynth.reference.places import DECLARED, declared_files

OWN = ("reference/norms/our-own.csv", "frameworks/our-success.xlsx")  # what a community alone has


def fingerprint(community: Community) -> str:
    return fingerprint_of(community.settings(), {}, Plan(), b"key")


@pytest.mark.parametrize("name", [*(name for name, _ in declared_files(None)), *OWN])
def test_any_file_that_declares_something_counts_wherever_it_stands(community: Community, name: str) -> None:
    before = fingerprint(community)
    path = community.root / "data" / name
    path.parent.mkdir(parents=True)
    path.write_text("# ours", encoding="utf-8")
    added = fingerprint(community)
    path.write_text("# ours, corrected", encoding="utf-8")
    assert len({before, added, fingerprint(community)}) == 3


def test_a_workbook_that_is_open_in_another_program_is_no_second_one(community: Community) -> None:
    before = fingerprint(community)
    folder = community.root / "data" / "frameworks"
    folder.mkdir(parents=True)
    (folder / "~$our-success.xlsx").write_bytes(b"who has it open")
    assert fingerprint(community) == before


def test_every_shipped_file_that_declares_something_is_known(project: Path) -> None:
    shipped = {path for kind in DECLARED for path in (project / "data" / kind).rglob("*.*") if path.suffix != ".md"}
    assert {path for _, path in declared_files(project)} == shipped


def test_settings_of_the_page_alone_change_nothing(community: Community) -> None:
    before = fingerprint(community)
    assert fingerprint_of(community.settings(suppress_below=7), {}, Plan(), b"key") == before
    assert fingerprint_of(community.settings(as_at="2026-07-03"), {}, Plan(), b"key") != before


def test_the_code_that_counts_is_all_that_intake_imports() -> None:
    listed = "import colsynth.intake.taking, sys; print(*(m for m in sys.modules if m.startswith('colsynth.')))"
    modules = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[1] for name in modules} <= {Path(part).stem for part in CODE}
    assert all((Path(colsynth.__file__).parent / part).exists() for part in CODE)
