"""How are the cells of a workbook read? As text, in this process or in one of its own.

The reader can abort a whole process on a damaged workbook of the old binary format, so such a file is read in another
process with bounds on time and memory: `python workbook_cells.py FILE` prints what it holds as JSON. It imports
nothing of colsynth, so that it starts quickly.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

MOST_CELLS = 60_000_000  # cells of a declared range above which a sheet is not read; a million rows of 60 columns
MOST_SECONDS = 60  # time a process of its own may take
MOST_MEMORY = 4_000_000_000  # bytes it may use, where the system has such a bound


@dataclass
class Cells:
    """What a workbook holds: its state (`whole`, `damaged`, `protected`), sheets by name, and sheets not read."""

    state: str = "whole"
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    too_large: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def read_cells(content: bytes) -> Cells:
    """The cells of a workbook, read in this process."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
    except BaseException as error:  # the reader's own panics are no Exception
        _raise_ours(error)
        return Cells("damaged")
    cells = Cells()
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            end = sheet.end or (-1, -1)
            if (end[0] + 1) * (end[1] + 1) > MOST_CELLS:
                cells.too_large.append(name)
            else:
                rows = sheet.to_python(skip_empty_area=False) if sheet.end else []
                cells.sheets[name] = [[as_text(cell) for cell in row] for row in rows]
        except python_calamine.WorksheetNotFound:
            continue  # a sheet that holds a chart alone
        except BaseException as error:  # as above
            _raise_ours(error)
            cells.damaged.append(name)
    return cells


def read_cells_apart(content: bytes) -> Cells:
    """The cells of a workbook of the old binary format, or whether it is protected, read in another process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(content)
        with contextlib.suppress(subprocess.SubprocessError, ValueError, OSError):
            done = subprocess.run(
                [sys.executable, "-P", str(Path(__file__)), str(path)],
                capture_output=True,
                timeout=MOST_SECONDS,
                check=True,
            )
            return Cells(**json.loads(done.stdout))
    return Cells("damaged")


def _raise_ours(error: BaseException) -> None:
    """Raise again what is not the reader's doing."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise error


def _is_protected(path: Path) -> bool:
    """Whether a workbook that cannot be read is encrypted; the reader tells it only by the name's ending."""
    for ending in (".xlsx", ".xls"):
        named = path.rename(path.with_suffix(ending))
        try:
            python_calamine.CalamineWorkbook.from_path(named)
        except python_calamine.PasswordError:
            return True
        except BaseException as error:  # as above
            _raise_ours(error)
        path = named
    return False


def as_text(cell: object) -> str:
    """A cell as text: text stays text, whole numbers lose their ".0", dates become ISO."""
    match cell:
        case str():
            return cell.strip()
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return ""


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Print what the workbook named on the command line holds, as JSON."""
    _bound_memory()
    path = Path(sys.argv[1])
    cells = read_cells(path.read_bytes())
    if cells.state == "damaged" and _is_protected(path):
        cells.state = "protected"
    json.dump(asdict(cells), sys.stdout)


if __name__ == "__main__":
    main()
