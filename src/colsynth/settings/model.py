"""What can be agreed about a community's report, and what holds when nothing is said?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from colsynth.reference.declared import Declared
from colsynth.reference.ethnicity import load_ethnic_groups

CHAPTERS = ("first_page", "goals", "achievement", "variation", "transitions", "practice", "data")  # reading order
LEAST_SUPPRESSION = 3  # below three, one member of a pair reads the other
COMPARED = ("ethnic group", "gender")  # what one group can be held against another in
GENDERS = ("Female", "Male", "Another gender")  # in reporting order
MOST_LETTERS = 255  # letters in one name of a file or folder; no common file system takes more


class Community(Declared):
    """Who the report is about; `id` names its folders."""

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,59}$",
        description="Short name for its folders: small letters, digits and hyphens, as kereru-valley",
    )
    name: str = Field(min_length=1, description="Name of the community as the report writes it")


class InputFile(Declared):
    """One spreadsheet, with what a reader of it must know and the file does not say.

    `columns` gives, for a column of the register, the header as the file writes it, or `column B` where it has none,
    or `One, else Other` where the second holds what the first leaves blank;
    `values`, for a column of the register, what each written value means; `for_all`, a value that holds for every
    row. `header_rows` says where the headers stand (`3`, or `2-3` where they run over two rows); `wide`, what headers
    say of the cells below them (`"{subject} {term}": level`); `fill_down`, columns written once for several rows. In
    `for_all`, `{sheet}`, `{title}` and `{group}` stand for the sheet's name, the line above the table, and the last
    row above that holds nothing but a text. `supersedes` names the file that this one corrects. An
    entry left empty ("") says nothing; the word `blank` in `values` stands for a cell with nothing in it.
    """

    file: str = Field(description="The spreadsheet, from the folder that holds params")
    register_name: str | None = Field(default=None, alias="register", description="What its rows are")
    sheet: str | None = Field(default=None, description="The one sheet meant; blank for all")
    columns: dict[str, str] = Field(default={}, description="About: a column of the register. Value: its header here")
    values: dict[str, dict[str, str]] = Field(
        default={}, description="About: a column of the register. Written: what a cell says. Value: what that means"
    )
    for_all: dict[str, str] = Field(
        default={}, description="About: a column of the register. Value: what holds for every row"
    )
    header_rows: str | None = Field(
        default=None, pattern=r"^\d+(-\d+)?$", description="Rows of the headers, as 3 or 2-3, where they are not found"
    )
    wide: dict[str, str] = Field(
        default={}, description="About: how headers are built, as {subject} {term}. Value: what the cells below hold"
    )
    fill_down: list[str] = Field(
        default=[], description="Columns of the register that are written once for several rows, with a ; between"
    )
    supersedes: str | None = Field(default=None, description="The file that this one corrects")

    @field_validator("header_rows", mode="before")
    @classmethod
    def _rows_as_text(cls, written: object) -> object:
        return _as_text(written)

    @field_validator("values", "for_all", mode="before")
    @classmethod
    def _numbers_as_text(cls, written: object) -> object:
        """YAML reads 4487 as a number and yes as a truth; a cell is text."""
        if not isinstance(written, dict):
            return written
        return {
            str(key): cls._numbers_as_text(value) if isinstance(value, dict) else _as_text(value)
            for key, value in written.items()
        }

    @field_validator("columns", "values", "for_all", mode="after")
    @classmethod
    def _empty_says_nothing(cls, written: dict[str, Any]) -> dict[str, Any]:
        """A blank that `screen --suggest` prepared and nobody filled in must not empty cells in silence."""
        kept = {key: cls._empty_says_nothing(of) if isinstance(of, dict) else of for key, of in written.items()}
        return {key: of for key, of in kept.items() if of}


class Agreement(Declared):
    """Who agreed to these settings and when (R74)."""

    by: str = Field(description="Who agreed to these settings")
    on: date = Field(description="The day they agreed")
    version: str = Field(default="1", description="Number of this agreement")


class Settings(Declared):
    """Everything a community's report depends on besides its data."""

    path: Path
    workspace: Path
    community: Community
    inputs: list[str | InputFile] = Field(
        description="Folders or files with the schools' spreadsheets, from the folder that holds params"
    )
    frameworks: list[str] = Field(default=[], description="Frameworks the community rates itself on")
    chapters: list[str] = Field(default=list(CHAPTERS), description="Chapters of the report in reading order")
    as_at: date | None = Field(
        default=None, description="Newest day of the data; blank for the newest day the data supports"
    )
    suppress_below: int = Field(
        default=5, ge=LEAST_SUPPRESSION, le=50, description="Groups of fewer learners or respondents are hidden"
    )
    stale_after_terms: int = Field(
        default=2,
        ge=1,
        le=12,
        description="Terms without a newer result after which a school's results are called stale",
    )
    ethnicity: Literal["total response", "prioritised"] = Field(
        default="total response", description="A learner counts in every ethnic group named, or in one"
    )
    compare_with: dict[str, str] = Field(
        default={},
        description="The group that others are held against, as ethnic group: European; gender: Male. Blank for the "
        "rest of the community",
    )
    school_names: Literal["codes", "shown"] = Field(
        default="codes", description="How schools appear beside results, as their boards agreed"
    )
    stage: Literal["challenges endorsed", "challenges proposed", "no challenges"] = Field(
        default="challenges endorsed", description="How far the community is with its achievement challenges"
    )
    agreed: Agreement | None = None
    collect: list[str] | None = Field(
        default=None,
        description="Registers awaited from every school each term, as students; achievement. Blank for those of the "
        "two that any school has sent; none to await nothing",
    )
    collect_by: date | None = Field(
        default=None, description="Day by which they are asked for; the reminders to schools name it"
    )

    @field_validator("inputs", mode="before")
    @classmethod
    def _one_or_many(cls, written: object) -> object:
        return [written] if isinstance(written, str | dict) else written

    @field_validator("inputs", mode="after")
    @classmethod
    def _are_names(cls, inputs: list[str | InputFile]) -> list[str | InputFile]:
        for written in inputs:
            name = written if isinstance(written, str) else written.file
            if not all(map(str.isprintable, name)) or any(len(part) > MOST_LETTERS for part in Path(name).parts):
                raise ValueError("an input is no name of a file or a folder. Name each as the computer shows it.")
        return inputs

    @field_validator("chapters")
    @classmethod
    def _named_once(cls, chapters: list[str]) -> list[str]:
        if len(set(chapters)) != len(chapters):
            raise ValueError("a chapter is named twice. Name each chapter once.")
        return chapters

    @field_validator("compare_with")
    @classmethod
    def _groups_are_known(cls, written: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        return {kind: _one_group(kind, name, info.data.get("workspace")) for kind, name in written.items()}

    def input_path(self, written: str) -> Path:
        """Where an input stands: relative paths belong to the workspace."""
        return (self.workspace / written).resolve()

    def agreed_values(self) -> dict[str, str]:
        """The settings a reader should know, each with its value in words."""
        written = {
            "Hidden when fewer than": f"{self.suppress_below} learners or respondents",
            "Called stale after": f"{self.stale_after_terms} terms without a newer result",
            "Ethnicity": f"{self.ethnicity}"
            + (" (a learner counts in every group named; groups do not add up)" * (self.ethnicity == "total response")),
            "Groups are held against": "; ".join(
                [*(f"{kind}: {name}" for kind, name in self.compare_with.items()), "the rest of the community"]
            ).replace("; the rest", "; otherwise the rest"),
            "Schools appear as": "codes" if self.school_names == "codes" else "names, as agreed",
            "Frameworks": ", ".join(self.frameworks) or "none",
            "Stage": self.stage,
            "Data as at": self.as_at.isoformat() if self.as_at else "the newest date the data supports",
        }
        agreed = self.agreed
        written["Agreed"] = (
            f"{agreed.by}, {agreed.on.isoformat()}, version {agreed.version}" if agreed else "not recorded"
        )
        return written


def _one_group(kind: str, name: str, workspace: Path | None) -> str:
    """The group meant, as the report writes it; ValueError where it is none, or several."""
    if kind not in COMPARED:
        raise ValueError(f"'{kind}' has no groups to be held against. Use one of: {', '.join(COMPARED)}.")
    if kind == "gender":
        known, meant = list(GENDERS), [g for g in GENDERS if g.casefold() == name.casefold()]
    else:
        groups = load_ethnic_groups(workspace)
        known, (meant, unknown) = groups.names, groups.groups_of(name)
        meant = [] if unknown else meant
    if len(meant) != 1:
        raise ValueError(f"'{name}' is not one {kind}. Use one of: {', '.join(known)}.")
    return meant[0]


def _as_text(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float | date) else value
