"""How does a community begin? A look at its folder, a few questions in plain words, and a settings file is written.

Every question has a default, shown in brackets; an empty answer takes it. Nothing in the folder is changed.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from colsynth.cli.screening import account_lines
from colsynth.errors import UsageError, near
from colsynth.frameworks import load_frameworks
from colsynth.intake import make_context
from colsynth.intake.context import Context, SchoolNames
from colsynth.intake.inputs import plan_inputs
from colsynth.intake.looking import Look, look_at
from colsynth.intake.opening.kinds import is_lock_name, is_spreadsheet_name
from colsynth.intake.suggesting import also_of, gap_of
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import shipped_root
from colsynth.registers.declared import load_registers
from colsynth.registers.key import local_key
from colsynth.settings import Community, InputFile, Settings

NONE = "none"
USUAL_FRAMEWORK = "ero-collaborative-practice"
FEWEST_LETTERS = 4  # of the name of a file, from which they may be the beginning of a school's name


@dataclass(frozen=True)
class Begun:
    """What was written, and what is still to be said about some files."""

    settings: Path
    workspace: Path
    not_understood: int


class Answers:
    """Questions to a person, or, where nobody is asked, the defaults."""

    def __init__(self, asks: bool) -> None:
        self._asks = asks

    def text(self, question: str, default: str) -> str:
        """A line of text; an empty default may stay empty."""
        if not self._asks:
            if default:
                click.echo(f"{question} {default}")
            return default
        return str(click.prompt(question, default=default, show_default=bool(default))).strip()

    def yes(self, question: str, default: bool) -> bool:
        if not self._asks:
            click.echo(f"{question} {'yes' if default else 'no'}")
        return click.confirm(question, default=default) if self._asks else default


def begin(workspace: Path, folder: Path, answers: Answers) -> Begun:
    """A settings file for the spreadsheets in a folder, written to a new or an existing workspace."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder. Name the folder that holds the schools' spreadsheets.")
    _make_workspace(workspace)
    name = answers.text("What is the community called?", _title(folder.resolve().name))
    if not name.strip():
        raise UsageError("A community needs a name. Run the command again and give it one.")
    id_ = _free_id(slug_of(name), workspace)
    framework = _ask_framework(answers, workspace)
    is_shown = answers.yes("Have all schools agreed that the report shows their names?", False)
    source = folder.resolve()
    if answers.yes(f"Copy the spreadsheets into {workspace}? If not, they are read where they are.", False):
        source = _copy(source, workspace.resolve() / "data" / id_)
    path = workspace / "params" / f"{id_}.yaml"
    written = _written(source, workspace)
    settings = Settings(
        path=path.resolve(),
        workspace=workspace.resolve(),
        community=Community(id=id_, name=name),
        inputs=[written],
        frameworks=[] if framework == NONE else [framework],
    )
    click.echo(f"\nLooking at {folder} ...")
    settings, look = _ask_files(settings, answers)
    for account in look.accounts:
        for line in itertools.islice(account_lines(account), 1 if account.register else 0):
            click.echo(f"  {line}")
    for problem in look.problems:
        if problem.effect == "refused":
            click.echo(f"  not understood: {problem.sentence()}")
    text = "\n".join(_lines(settings, is_shown))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    refused = {(problem.file, problem.sheet) for problem in look.problems if problem.effect == "refused"}
    return Begun(path, workspace, len(refused))


def slug_of(name: str) -> str:
    """`kereru-valley` from a name: macrons and other marks are left off."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "community"


def _title(folder: str) -> str:
    return re.sub(r"[-_]+", " ", folder).strip().title() or "Our community"


def _make_workspace(workspace: Path) -> None:
    """Use the workspace that is there, or make one; a folder with other things in it is left alone."""
    if (workspace / "params").is_dir():
        return
    if workspace.exists() and any(workspace.iterdir()):
        raise UsageError(f"{workspace} is neither empty nor a workspace (it has no params/). Choose a new folder.")
    (workspace / "params").mkdir(parents=True)
    leave = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(shipped_root() / "notebooks", workspace / "notebooks", ignore=leave)


def _free_id(wanted: str, workspace: Path) -> str:
    taken = {path.stem for path in (workspace / "params").glob("*.y*ml")}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def _ask_framework(answers: Answers, workspace: Path) -> str:
    known = load_frameworks(workspace)
    question = f"Which framework does the community rate itself by ({', '.join(known)}, or {NONE})?"
    while True:
        said = answers.text(question, USUAL_FRAMEWORK if USUAL_FRAMEWORK in known else NONE)
        if said in known or said == NONE:
            return said
        click.echo(f"  '{said}' is not known.{near(said, known)}")


def _copy(source: Path, to: Path) -> Path:
    for path in sorted(source.rglob("*")):
        if path.is_file() and is_spreadsheet_name(path.name) and not is_lock_name(path.name):
            target = to / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return to


def _written(path: Path, workspace: Path) -> str:
    root = workspace.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _ask_files(settings: Settings, answers: Answers) -> tuple[Settings, Look]:
    """The settings with what files do not say themselves; asked again while an answer brings a further gap to light."""
    registers = load_registers(settings.workspace)
    context = make_context(settings, registers, local_key())
    paths = {file.name: file.path for file in plan_inputs(settings, registers).files}
    told: dict[str, dict[str, dict[str, str]]] = {}  # by file, sheet and column
    schools: dict[str, str] = {}
    asked: set[tuple[str, str, str]] = set()
    also: set[tuple[str, str, str]] = set()  # file, sheet, and a register that it is read as besides
    while True:
        look = look_at(settings)
        gaps = [(p.file, p.sheet, gap_of(p)) for p in look.problems if gap_of(p)]
        gaps = [gap for gap in dict.fromkeys(gaps) if gap not in asked and gap[0] in paths]
        others = {(p.file, p.sheet, also_of(p)) for p in look.problems if also_of(p) and p.file in paths} - asked
        if not gaps and not others:
            return settings, look
        asked |= {*gaps, *others}
        for file, sheet, register in sorted(others):
            question = f"{_place(file, sheet)}: some of its columns belong to '{register}'. Read them too?"
            also |= {(file, sheet, register)} if answers.yes(question, True) else set()
        context.schools = SchoolNames(list(look.schools), list(look.schools.values())) if look.schools else None
        for file, sheet, column in gaps:
            if column == "school" and file not in schools:
                question = f"{file}: which school is it about?"
                schools[file] = _ask(question, column, _guess(file, context), context, answers)
            value = schools[file] if column == "school" else _ask_gap(file, sheet, column, context, answers)
            if value:
                told.setdefault(file, {}).setdefault(sheet, {})[column] = value
        entries: list[InputFile] = []
        for file in dict.fromkeys([*told, *(file for file, _, _ in sorted(also))]):
            written, sheets = _written(paths[file], settings.workspace), told.get(file, {})
            entries += _entries(written, file, sheets, look)
            entries += _also_entries(written, {one[1:] for one in also if one[0] == file}, sheets)
        settings = settings.model_copy(update={"inputs": [settings.inputs[0], *entries]})


def _ask_gap(file: str, sheet: str, column: str, context: Context, answers: Answers) -> str:
    what = {
        "measure": "which assessment is it (for example otj-writing)",
        "tool": "with what was it measured or judged (for example OTJ, PAT or e-asTTle)",
        "term": "which school term (as 2026-T2)",
        "calendar_year": "of which calendar year are the terms that are written without one (as 2026)",
    }
    return _ask(f"{_place(file, sheet)}: {what[column]}?", column, "", context, answers)


def _ask(question: str, column: str, default: str, context: Context, answers: Answers) -> str:
    """An answer that is known, or nothing where the person does not say."""
    while True:
        said = answers.text(f"{question} (empty: I do not know)" if not default else question, default)
        if column == "measure" and said and context.names.of(said) is None:
            close = ", ".join(context.names.near(said))
            click.echo(f"  '{said}' is not known.{f' Near are {close}.' if close else ''} See: colsynth list measures")
        elif column == "tool" and said and not context.names.is_tool(said):
            click.echo(f"  '{said}' is not known. See: colsynth list measures")
        elif column == "calendar_year" and said and not re.fullmatch(r"(?:19|20)\d\d", said):
            click.echo(f"  '{said}' is no year such as 2026.")
        elif column == "school" and said and context.schools is not None and len(context.schools.of(said)) != 1:
            close = context.schools.near(said)
            click.echo(f"  '{said}' is not in the list of schools.{f' Did you mean {close}?' if close else ''}")
        else:
            return said


def _guess(file: str, context: Context) -> str:
    """The one school whose name, or the beginning of it, the name of a file begins with, if there is one."""
    if context.schools is None:
        return ""
    stem = Path(file).name.partition(".")[0]
    words = re.split(r"[-_ ]+", stem)
    for end in range(len(words), 0, -1):
        text = " ".join(words[:end])
        found = context.schools.beginning(text)
        if len(text) < FEWEST_LETTERS:  # whole words alone, as in "Tui" of Tui School
            found = [name for name in found if fold(" ".join(name.split()[:end])) == fold(text)]
        if len(found) == 1:
            return found[0]
    return ""


def _entries(written: str, file: str, told: dict[str, dict[str, str]], look: Look) -> Iterator[InputFile]:
    """One entry for the file where all its sheets are told the same, else one for each."""
    read = dict.fromkeys(account.sheet for account in look.accounts if account.file == file and account.register)
    if set(told) == set(read) and len({json.dumps(said) for said in told.values()}) == 1:
        yield InputFile(file=written, for_all=next(iter(told.values())))
        return
    for sheet in read:
        yield InputFile(file=written, sheet=sheet or None, for_all=told.get(sheet, {}))


def _also_entries(written: str, also: set[tuple[str, str]], told: dict[str, dict[str, str]]) -> Iterator[InputFile]:
    """An entry for every sheet and register that it is read as besides."""
    for sheet, register in sorted(also):
        school = told.get(sheet, {}).get("school")
        entry = InputFile(file=written, sheet=sheet or None, for_all={"school": school} if school else {})
        yield entry.model_copy(update={"register_name": register})


def _place(file: str, sheet: str) -> str:
    return f"{file}, {sheet}" if sheet else file


def _lines(settings: Settings, is_shown: bool) -> Iterator[str]:
    """The settings file, with a word on every line."""
    yield f"# {settings.community.name}: settings of the report. What stands after # is explanation."
    yield "community:"
    yield f"  id: {settings.community.id}    # names the folders of the reports"
    yield f"  name: {_quoted(settings.community.name)}"
    yield ""
    yield "inputs:    # where the spreadsheets are"
    for entry in settings.inputs:
        if isinstance(entry, str):
            yield f"  - {_quoted(entry)}    # every spreadsheet in this folder"
        else:
            said = [f"file: {_quoted(entry.file)}"]
            said += [f"sheet: {_quoted(entry.sheet)}"] if entry.sheet else []
            said += [f"register: {entry.register_name}"] if entry.register_name else []
            holds = ", ".join(f"{name}: {_quoted(value)}" for name, value in entry.for_all.items())
            said += [f"for_all: {{{holds}}}"] if holds else []
            yield f"  - {{{', '.join(said)}}}" + ("    # holds for every row of it" if holds else "    # read as it is")
    yield ""
    frameworks = ", ".join(settings.frameworks)
    yield f"frameworks: [{frameworks}]    # how the community rates itself; see: colsynth list frameworks"
    yield f"school_names: {'shown' if is_shown else 'codes'}    # codes, or shown once every school has agreed"
    yield ""
    yield "# Everything below has this value unless you say otherwise: take the # away and change it."
    yield "# suppress_below: 5    # numbers of learners or respondents below this are hidden"
    yield "# stale_after_terms: 2    # terms after which a school's newest result is called stale"
    yield "# ethnicity: total response    # or: prioritised"
    yield "# stage: challenges endorsed    # or: challenges proposed, no challenges"
    yield '# agreed: {by: the principals, on: 2026-02-10, version: "1"}    # who agreed to these settings, and when'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
