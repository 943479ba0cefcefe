"""What does colsynth know here, where does it come from, and what is wrong with a file that declares something?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from colsynth.errors import ColsynthError, SettingsError, UsageError, near
from colsynth.exhibits.practice_outcomes import CHECKS
from colsynth.frameworks import is_framework, load_framework, load_frameworks, read_framework
from colsynth.frameworks.crosswalk import load_pairs, read_crosswalk
from colsynth.intake import take_in
from colsynth.intake.tables.layouts import read_layout
from colsynth.reference.answer_scales import read_answer_scales
from colsynth.reference.declared import read_declared
from colsynth.reference.ethnicity import read_ethnic_groups
from colsynth.reference.mappings import load_mappings, read_mapping
from colsynth.reference.marks import read_marks
from colsynth.reference.measures import Tool, check_tool, load_measures
from colsynth.reference.norms import FOLDER, load_norms, read_norms
from colsynth.reference.places import shipped_root
from colsynth.reference.strength import read_strength
from colsynth.reference.te_reo import read_words
from colsynth.reference.terms import read_calendar
from colsynth.reference.verdicts import read_verdicts
from colsynth.reference.wide_headers import read_wide_headers
from colsynth.registers.declared import declared_registers, load_registers, read_register
from colsynth.registers.headers import add_headers
from colsynth.runs.collection import registers_asked
from colsynth.runs.plan import find_chapters
from colsynth.settings import find_workspace, load_settings


def lines(kind: str, workspace: Path | None) -> Iterator[str]:
    """What is known of a kind, two lines or more each: what it is, where it comes from, and from when until when."""
    match kind:
        case "frameworks":
            yield from _frameworks(workspace)
        case "registers":
            for name, register in load_registers(workspace).items():
                yield f"{name}: one row is {register.row}"
                yield f"  columns: {', '.join(column.name for column in register.columns)}"
        case "measures":
            yield from _measures(workspace)
        case "chapters":
            for path in _notebooks(workspace):
                yield f"{path.stem}: {path}"


def _frameworks(workspace: Path | None) -> Iterator[str]:
    """A framework's size, version and source; then its scale, what it calls its parts, and what it is tied to."""
    known = load_frameworks(workspace)
    pairs = [{pair.start.framework, pair.to.framework} for pair in load_pairs(known, workspace)]
    for name, pack in known.items():
        source, words = pack.source, pack.words
        earlier = f"; ratings of version {', '.join(pack.earlier)} are read as well" if pack.earlier else ""
        stages = _counted(len(pack.stages), "stage", words.stage)
        nested = "each presumes those below it" if pack.nested else "none presumes another"
        areas = _counted(len(pack.areas), "area", words.area)
        indicators = _counted(len(pack.indicators), "indicator", words.indicator)
        under = any(area.indicators_by_stage for area in pack.areas)
        yield f"{name}: {pack.name}"
        yield f"  version {pack.version}, to be reviewed by {pack.review_by}{earlier}"
        yield f"  source: {source.title}; publisher: {source.publisher}; address: {source.address or 'none'}"
        yield f"  {stages}, {nested}: {'; '.join(stage.label for stage in pack.stages)}"
        yield f"  {areas}, {indicators}, {'each under its stage' if under else 'each placed on every stage'}"
        yield f"  summed up by area as {', '.join(pack.summaries)}"
        if tied := [other for other in known if other != name and {name, other} in pairs]:
            yield f"  in the crosswalk with {', '.join(tied)}"


def _counted(n: int, word: str, own: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}" + (f" ({own})" if own != word else "")


def _notebooks(workspace: Path | None) -> Iterator[Path]:
    for root in dict.fromkeys(filter(None, (shipped_root(), workspace))):
        yield from sorted((root / "notebooks" / "report").glob("*.ipynb"))


def _measures(workspace: Path | None) -> Iterator[str]:
    """A measure's dates, scale and source; then where its lines break, what it is mapped to, and its norms."""
    mappings, norms = load_mappings(workspace), load_norms(workspace)
    for name, measure in load_measures(workspace).items():
        tool = measure.declared
        medium = "; Māori medium" if tool.medium == "māori" else ""
        yield f"{name}: {measure.name}{_dates(tool.starts, tool.ends)}{medium}"
        scale = f"; {measure.scale.limits}" if measure.scale else ""
        error = f", standard error {tool.standard_error:g}" if tool.standard_error else ""
        yield f"  {tool.expected_means or 'no expectation declared'}{scale}{error}; {tool.source}"
        for change in measure.breaks:
            yield f"  line broken on {change.on}: {change.why}"
        for old, why in tool.follows.items():
            yield f"  in place of {old}: {why}"
        for table in mappings.values():
            if table.from_measure == name:
                years = ", ".join(str(year) for year in sorted(table.cuts))
                dates = _dates(table.starts, table.ends)
                yield f"  mapped to {table.to_measure} ({table.status}){dates}; Year {years}; {table.source}"
        for file in dict.fromkeys(norm.file for norm in norms if norm.measure == name):
            yield f"  norms: your own copy, {FOLDER}/{file}"


def _dates(starts: date | None, ends: date | None) -> str:
    return (f"; from {starts}" if starts else "") + (f"; until {ends}" if ends else "")


def faults(path: Path) -> list[str]:
    """Every fault of a file; its folder says its kind, and a file in none of the known ones is a settings file."""
    if not path.is_file():
        raise UsageError(f"{path} does not exist. Check the name and the folder.")
    reads: dict[str, Callable[[], object]] = {
        "frameworks": lambda: _check_framework(path),
        "crosswalk": lambda: read_crosswalk(path, load_frameworks(find_workspace(path.parent))),
        "registers": lambda: read_register(path),
        "measures": lambda: check_tool(path.name, read_declared(path, Tool)),
        "layouts": lambda: read_layout(path, load_registers(find_workspace(path.parent))),
        "mappings": lambda: read_mapping(path, load_measures(find_workspace(path.parent))),
        "norms": lambda: _check_norms(path),
        "reference": lambda: _check_fact(path),
    }
    try:
        reads.get(path.resolve().parent.name, lambda: _check_elsewhere(path))()
    except ColsynthError as error:
        return str(error).splitlines()
    return []


def _check_elsewhere(path: Path) -> None:
    """A settings file, or a framework that is still being written."""
    if not is_framework(path):
        _check_settings(path)
        return
    move = (
        f"{path.name} is used from data/frameworks of the workspace alone. When nothing else is to mend, move it there."
    )
    try:
        _check_framework(path)
    except SettingsError as error:
        raise SettingsError(f"{error}\n{move}") from None
    raise SettingsError(move)


def _check_framework(path: Path) -> None:
    """A framework file, and whether the chapters, registers and checks of outcomes it is tied to are known."""
    framework = read_framework(path)
    workspace = find_workspace(path.parent)
    chapters, registers = [chapter.stem for chapter in _notebooks(workspace)], load_registers(workspace)
    named = {exhibit: exhibit.split("-")[0] for exhibit in framework.exhibits}
    wrong = [
        f"{path.name}: '{exhibit}' is in no chapter that is known.{near(chapter, chapters)} See colsynth list chapters."
        for exhibit, chapter in named.items()
        if chapter not in chapters
    ]
    wrong += [
        f"{path.name}: {framework.words.indicator} '{outcome.id}' is checked by '{exhibit}', which holds no outcome "
        f"against data.{near(exhibit, CHECKS)} There are {', '.join(CHECKS)}."
        for outcome in framework.indicators
        for exhibit in outcome.checks
        if exhibit not in CHECKS and named[exhibit] in chapters
    ]
    wrong += [
        f"{path.name}: area '{area.id}' is recorded in '{register}', which is no register.{near(register, registers)}"
        for area in framework.areas
        for register in area.recorded_in
        if register not in registers
    ]
    if wrong:
        raise SettingsError("\n".join(wrong))


def _check_fact(path: Path) -> None:
    """A file of `data/reference/` itself is known by its name."""
    reads: dict[str, Callable[[Path], object]] = {
        "answer_scales": read_answer_scales,
        "ethnicity": read_ethnic_groups,
        "headers": lambda path: add_headers(declared_registers(find_workspace(path.parent)), path),
        "marks": read_marks,
        "strength": read_strength,
        "te_reo": read_words,
        "terms": read_calendar,
        "verdicts": read_verdicts,
        "wide_headers": read_wide_headers,
    }
    if path.stem not in reads:
        known = ", ".join(f"{stem}.yaml" for stem in reads)
        raise SettingsError(f"{path.name} is no file of data/reference.{near(path.stem, reads)} There are {known}.")
    reads[path.stem](path)


def _check_norms(path: Path) -> None:
    measures = load_measures(find_workspace(path.parent))
    wrong = [f"{place}: {read}" for place, read in read_norms(path, measures) if isinstance(read, str)]
    if wrong:
        raise SettingsError("\n".join(wrong))


def _check_settings(path: Path) -> None:
    settings = load_settings(path)
    find_chapters(settings)
    for name in settings.frameworks:
        load_framework(name, settings.workspace)
    registers_asked(settings, take_in(settings))
