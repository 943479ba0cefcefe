"""Which files are read, and with which hints? What the settings name, a folder's spreadsheets, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from colsynth.errors import Problem, SettingsError, near
from colsynth.intake.explaining import as_problem
from colsynth.intake.opening.kinds import IN_THE_CLOUD, is_lock_name, is_spreadsheet_name, kind_of_name
from colsynth.intake.opening.sheets import Refusal
from colsynth.intake.tables.wide import LEFT, names_in
from colsynth.registers.declared import Register
from colsynth.registers.snapshot import Account
from colsynth.settings import InputFile, Settings

_BY_NAME = "not a spreadsheet by its name"

MOST_IN_A_FOLDER = 20_000  # files and folders inside one that is named under 'inputs'; a whole disk has more


@dataclass
class Planned:
    """One file to read: its path, the name it is known by, and each reading's hints (None: read it as it stands)."""

    path: Path
    name: str
    hints: list[InputFile | None]


@dataclass
class Plan:
    """All files to read, and what cannot be read or is left out."""

    files: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def plan_inputs(settings: Settings, registers: Mapping[str, Register]) -> Plan:
    """The files of a community in the order of its settings; a mapping replaces a folder's plain reading of its file.

    SettingsError where a hint names a register or a column that does not exist.
    """
    plan = Plan()
    hinted: dict[Path, list[InputFile | None]] = {}
    for written in settings.inputs:
        if isinstance(written, InputFile):
            _check_hint(written, registers, settings.path.name)
            hinted.setdefault(settings.input_path(written.file), []).append(written)
    seen: set[Path] = set()
    for written in settings.inputs:
        named = written.file if isinstance(written, InputFile) else written
        path = settings.input_path(named)
        if path in seen:
            continue
        seen.add(path)
        if path.is_dir() and not isinstance(written, InputFile):
            _plan_folder(path, named, settings, hinted, seen, plan)
        elif path.is_file():
            _plan_file(path, hinted.get(path, [None]), settings, plan)
        else:
            plan.problems.append(_missing(named, path, settings))
    return plan


def _plan_folder(
    folder: Path,
    named: str,
    settings: Settings,
    hinted: dict[Path, list[InputFile | None]],
    seen: set[Path],
    plan: Plan,
) -> None:
    n_before = len(plan.files)
    inside_it = list(islice(folder.rglob("*"), MOST_IN_A_FOLDER + 1))
    if len(inside_it) > MOST_IN_A_FOLDER:
        plan.problems.append(
            Problem(
                check="input",
                effect="refused",
                file=named,
                sheet="",
                cells="",
                found=f"is a folder with more than {MOST_IN_A_FOLDER:,} files and folders in it, and was not read",
                expected="A folder with the schools' spreadsheets and little else is expected.",
                remedy="Name the folder with the spreadsheets alone under 'inputs' in the settings.",
            )
        )
        return
    for path in sorted(path for path in inside_it if path.is_file()):
        inside = path.resolve()
        name = _name(inside, settings, plan)
        kind = kind_of_name(path.name)
        if is_lock_name(path.name):
            _leave_out(plan, name, "lock file of a workbook that is open in another program")
        elif any(part.startswith(".") for part in path.relative_to(folder).parts) and kind is not IN_THE_CLOUD:
            continue
        elif not is_spreadsheet_name(path.name):
            _leave_out(plan, name, f"not a spreadsheet by its name: it {kind.found}" if kind else _BY_NAME)
            if kind and kind.stands_for_data:
                plan.problems.append(as_problem(kind.refusal, name, "refused"))
        elif inside not in seen and inside not in hinted:
            seen.add(inside)
            _plan_file(inside, [None], settings, plan)
    if len(plan.files) == n_before and not any(folder in path.parents for path in hinted):
        plan.problems.append(
            Problem(
                check="input",
                effect="refused",
                file=named,
                sheet="",
                cells="",
                found="is a folder without spreadsheets",
                expected="Files that end in .xlsx, .xls, .ods or .csv (also .zip or .csv.gz) are expected.",
                remedy="Put the schools' files there, or correct 'inputs' in the settings.",
            )
        )


def _plan_file(path: Path, hints: list[InputFile | None], settings: Settings, plan: Plan) -> None:
    """Read the file; a lock beside it says that somebody has it open and may not have saved yet."""
    name = _name(path, settings, plan)
    plan.files.append(Planned(path, name, hints))
    if any(path.with_name(lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#")):
        is_open = Refusal(
            "is open in another program; what was last saved in it is read",
            "A file that nobody is changing is expected.",
            "Save and close it, then run again.",
        )
        plan.problems.append(as_problem(is_open, name, "warning"))


def _leave_out(plan: Plan, name: str, why: str) -> None:
    plan.accounts.append(Account(name, "", "", left_out=[{"row": "all", "why": why}]))


def _name(path: Path, settings: Settings, plan: Plan) -> str:
    """The file's path from the workspace; a file elsewhere is known by its name alone, where that is enough."""
    workspace = settings.workspace.resolve()
    if path.is_relative_to(workspace):
        return path.relative_to(workspace).as_posix()
    taken = {file.name for file in plan.files if file.path != path}
    return path.as_posix() if path.name in taken else path.name


def _missing(named: str, path: Path, settings: Settings) -> Problem:
    kind = "file" if path.suffix else "folder"
    beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    return Problem(
        check="input",
        effect="refused",
        file=named,
        sheet="",
        cells="",
        found=f"is named under 'inputs' in {settings.path.name}, but there is no such {kind}",
        expected=f"Paths count from {settings.workspace.name}, the folder that holds params.{near(path.name, beside)}",
        remedy="Correct the path, or put it there.",
    )


def _check_hint(hint: InputFile, registers: Mapping[str, Register], file: str) -> None:
    """SettingsError where a hint cannot mean anything."""
    name = hint.register_name
    if name is not None and name not in registers:
        known = ", ".join(registers)
        raise SettingsError(
            f"{file}: 'register: {name}' of {hint.file} is no register.{near(name, registers)} Registers are {known}."
        )
    allowed = [registers[name]] if name else list(registers.values())
    columns = {column.name for register in allowed for column in register.columns}
    unfolds = any(register.unfolds for register in allowed)
    in_patterns = [
        *(cell.removesuffix(LEFT) for cell in hint.wide.values()),
        *(name for pattern in hint.wide for name in names_in(pattern)),
    ]
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("columns", hint.columns),
        ("values", hint.values),
        ("for_all", hint.for_all),
        ("wide", in_patterns),
        ("fill_down", hint.fill_down),
    )
    for key, given in named:
        for column in given:
            if column in columns or (key == "columns" and unfolds and " " in column):
                continue
            of = f"the register {name}" if name else "any register"
            raise SettingsError(
                f"{file}: '{key}' of {hint.file} names '{column}', which is no column of {of}.{near(column, columns)}"
            )
