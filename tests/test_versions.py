"""constraints.txt and requirements.lock name the same tested versions of all that the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
CONSTRAINTS = (PROJECT / "constraints.txt").read_text(encoding="utf-8")
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
ABOUT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED_FOR = [
    *ABOUT["dependencies"],
    *(line for extra in ABOUT["optional-dependencies"].values() for line in extra),
]


def pins_of(text: str) -> dict[str, Requirement]:
    """Each pinned package; comments and hashes left out."""
    lines = [line.rstrip(" \\") for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


@pytest.mark.parametrize("written", ASKED_FOR)
def test_what_the_project_asks_for_is_pinned_to_a_version_it_accepts(written: str) -> None:
    asked = Requirement(written)
    (pin,) = pins_of(CONSTRAINTS)[canonicalize_name(asked.name)].specifier
    assert pin.operator == "=="
    assert asked.specifier.contains(pin.version)


def test_the_lock_has_the_versions_of_the_constraints() -> None:
    assert pins_of(LOCK) == pins_of(CONSTRAINTS)


def test_every_package_of_the_lock_has_its_hashes() -> None:
    packages = re.findall(r"^[a-z0-9].*(?:\n    .*)*", LOCK, flags=re.MULTILINE)
    assert len(packages) == len(pins_of(LOCK))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", package) for package in packages)


@pytest.mark.parametrize("text", [CONSTRAINTS, LOCK], ids=["constraints.txt", "requirements.lock"])
def test_no_index_or_place_of_one_computer_is_written_down(text: str) -> None:
    assert "://" not in text
    assert not re.search(r"^-|^[./]|@ ", text, flags=re.MULTILINE)
