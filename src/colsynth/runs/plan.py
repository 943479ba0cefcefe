"""What is to be made, and what would make it different? One job is one community in one term."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from colsynth import __version__
from colsynth.errors import InputError, SettingsError, near
from colsynth.exhibits import newest_term
from colsynth.frameworks import load_framework
from colsynth.intake import take_in
from colsynth.reference.places import declared_files, shipped_root
from colsynth.reference.terms import spoken
from colsynth.registers.key import key_mark, local_key
from colsynth.registers.snapshot import Snapshot
from colsynth.runs.collection import registers_asked
from colsynth.settings import Settings, check_term

# What decides the numbers and the look of a page, besides colsynth itself.
PACKAGES = (
    "pandas",
    "numpy",
    "pyarrow",
    "altair",
    "vl-convert-python",
    "python-calamine",
    "openpyxl",
    "nbconvert",
    "papermill",
)
FIRST_PAGE = "first_page"


@dataclass(frozen=True)
class Job:
    """One report to make: its settings, its snapshot, its term and the notebooks of its chapters in reading order."""

    settings: Settings
    snapshot: Snapshot
    term: str
    chapters: tuple[tuple[str, Path], ...]
    audience: str = "community"

    @property
    def folder(self) -> Path:
        """Where the report is published."""
        return self.settings.workspace / "outputs" / self.term / self.settings.community.id

    @property
    def aside(self) -> Path:
        """Where it is written until it is whole."""
        return self.folder.with_name(f".{self.folder.name}.making")

    def fingerprints(self) -> dict[str, str]:
        """Everything the report depends on; the same values give the same bytes."""
        notebooks = {stem: _of_bytes(path.read_bytes()) for stem, path in self.chapters}
        return {
            "inputs": self.snapshot.fingerprint,
            "settings": _of_bytes(self.settings.path.read_bytes()),
            "reference": _of_files(tuple(path for _, path in declared_files(self.settings.workspace))),
            "notebooks": _of_text(json.dumps(notebooks, sort_keys=True)),
            "code": _of_code(),
            "packages": _of_text(json.dumps(packages(), sort_keys=True)),
            "key": key_mark(local_key()),
        }

    def key(self) -> str:
        """One mark for all of it: the report is made again only when this changes."""
        parts = {**self.fingerprints(), "term": self.term, "audience": self.audience}
        return _of_text(json.dumps(parts, sort_keys=True))


def plan(settings: Settings, term: str | None) -> Job:
    """The job for a community: its data taken in, its term settled, its chapters found.

    SettingsError for a chapter or a framework that does not exist; InputError when nothing could be taken in.
    """
    _check_known(settings)
    return plan_of(settings, take_in(settings), term)


def plan_of(settings: Settings, snapshot: Snapshot, term: str | None) -> Job:
    """The job for a community whose data are taken in."""
    chapters = _check_known(settings)
    registers_asked(settings, snapshot)
    newest = newest_term(settings, snapshot)
    return Job(settings, snapshot, _within(check_term(term), settings, snapshot) if term else newest, chapters)


def _check_known(settings: Settings) -> tuple[tuple[str, Path], ...]:
    """The chapters; SettingsError for one, or a framework, that does not exist."""
    for name in settings.frameworks:
        load_framework(name, settings.workspace)
    return find_chapters(settings)


def _within(term: str, settings: Settings, snapshot: Snapshot) -> str:
    """The term, when the data reach it; InputError where they have not begun or are over."""
    seen = [snapshot.frame(name)["term"].dropna() for name in ("achievement", "ratings")]
    terms = sorted({*(str(t) for found in seen for t in found), newest_term(settings, snapshot)})
    if not terms[0] <= term <= terms[-1]:
        raise InputError(
            f"{settings.path.name}: there is nothing for {spoken(term)}. The data run from {spoken(terms[0])} to "
            f"{spoken(terms[-1])}."
        )
    return term


def find_chapters(settings: Settings) -> tuple[tuple[str, Path], ...]:
    """(stem, notebook) of each chapter in reading order; the workspace's own stand in front of the shipped ones."""
    known = {
        path.stem: path
        for root in (shipped_root(), settings.workspace)
        for path in sorted((root / "notebooks" / "report").glob("*.ipynb"))
    }
    for name in settings.chapters:
        if Path(name).stem not in known:
            raise SettingsError(
                f"{settings.path.name}: the chapter '{name}' is not in notebooks/report/."
                f"{near(name, known)} There are: {', '.join(sorted(known))}."
            )
    return tuple((Path(name).stem, known[Path(name).stem]) for name in settings.chapters)


@cache
def packages() -> dict[str, str]:
    """The versions of what decides the numbers and the look of a page."""
    found = {"colsynth": __version__, "python": ".".join(platform.python_version_tuple()[:2])}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


@cache
def _of_code() -> str:
    root = Path(__file__).parents[1]
    return _of_files(tuple(p for p in sorted(root.rglob("*")) if p.suffix in {".py", ".css", ".js", ".j2"}))


def _of_files(paths: tuple[Path, ...]) -> str:
    return _of_text("\n".join(f"{path.name} {_of_bytes(path.read_bytes())}" for path in paths))


def _of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _of_text(content: str) -> str:
    return _of_bytes(content.encode())
