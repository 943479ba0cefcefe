"""What does colsynth know here, where does it come from, and what is wrong with a file that declares something?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from colsynth.errors import ColsynthError, UsageError
from colsynth.frameworks import load_framework, load_frameworks, read_framework
from colsynth.intake import take_in
from colsynth.reference.declared import read_declared
from colsynth.reference.measures import Tool, check_tool, load_measures
from colsynth.reference.places import shipped_root
from colsynth.registers.declared import load_registers, read_register
from colsynth.runs.plan import find_chapters
from colsynth.settings import load_settings


def lines(kind: str, workspace: Path | None) -> Iterator[str]:
    """What is known of a kind, two lines each: what it is, and where it comes from or until when it holds."""
    match kind:
        case "frameworks":
            for name, pack in load_frameworks(workspace).items():
                yield f"{name}: {pack.name}; {len(pack.areas)} areas, {len(pack.indicators)} indicators"
                said = f"version {pack.version}, to be reviewed by {pack.review_by}"
                yield f"  {pack.source.publisher}, {pack.source.address or 'no address'}; {said}"
        case "registers":
            for name, register in load_registers(workspace).items():
                yield f"{name}: one row is {register.row}"
                yield f"  columns: {', '.join(column.name for column in register.columns)}"
        case "measures":
            for name, measure in load_measures(workspace).items():
                tool = measure.declared
                until = f"; until {tool.ends}" if tool.ends else ""
                since = f"; from {tool.starts}" if tool.starts else ""
                yield f"{name}: {measure.name}{since}{until}"
                yield f"  {tool.expected_means or 'no expectation declared'}; {tool.source}"
        case "chapters":
            for root in dict.fromkeys(filter(None, (shipped_root(), workspace))):
                for path in sorted((root / "notebooks" / "report").glob("*.ipynb")):
                    yield f"{path.stem}: {path}"


def faults(path: Path) -> list[str]:
    """Every fault of a file, told by where it stands: params/, data/frameworks/, data/registers/ or measures/."""
    if not path.is_file():
        raise UsageError(f"{path} does not exist. Check the name and the folder.")
    reads: dict[str, Callable[[], object]] = {
        "frameworks": lambda: read_framework(path),
        "registers": lambda: read_register(path),
        "measures": lambda: check_tool(path.name, read_declared(path, Tool)),
    }
    try:
        reads.get(path.resolve().parent.name, lambda: _check_settings(path))()
    except ColsynthError as error:
        return str(error).splitlines()
    return []


def _check_settings(path: Path) -> None:
    settings = load_settings(path)
    find_chapters(settings)
    for name in settings.frameworks:
        load_framework(name, settings.workspace)
    take_in(settings)
