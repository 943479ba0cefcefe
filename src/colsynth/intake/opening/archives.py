"""What is in an archive? Each spreadsheet as a file of its own, one level deep, in bounds; the rest named."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from colsynth.intake.opening.kinds import is_lock_name, is_spreadsheet_name, kind_of_name
from colsynth.intake.opening.sheets import Opened, Refusal, refused

MOST_BYTES = 1_500_000_000  # bytes a text or an archive may have when unpacked
MOST_MEMBERS = 500  # files an archive may hold; a network of schools sends far fewer

UNPACKING_ERRORS = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error)

TOO_LARGE = Refusal("is too large when unpacked", "At most 1.5 GB are read.", "Split it by year or school.")
DAMAGED = Refusal(
    "is damaged: it cannot be unpacked whole", "The whole content was expected.", "Fetch or pack it again."
)


def unpack_gzip(content: bytes) -> bytes | Refusal:
    """The content of a file packed with gzip, or why it cannot be had."""
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return Refusal(
            "is packed with gzip and the package is damaged", "Its whole content was expected.", "Fetch it again."
        )
    except MemoryError:
        return TOO_LARGE
    return TOO_LARGE if len(unpacked) > MOST_BYTES else unpacked


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | Opened]]:
    """The files in a zip by their name there: the content of each spreadsheet, and of the others what to say."""
    inside = sorted((each for each in archive.infolist() if not each.is_dir()), key=lambda each: each.filename)
    if len(inside) > MOST_MEMBERS or sum(each.file_size for each in inside) > MOST_BYTES:
        yield (
            "",
            refused(
                "is an archive that unpacks to more than is read",
                f"At most {MOST_MEMBERS} files and 1.5 GB are read from one.",
                "Split it by year or school.",
            ),
        )
        return
    if any(each.flag_bits & 1 for each in inside):
        yield (
            "",
            refused(
                "is an archive protected with a password",
                "colsynth unpacks archives without one.",
                "Unpack it, and put the spreadsheets there.",
            ),
        )
        return
    n_spreadsheets = 0
    for each in inside:
        name = PurePosixPath(each.filename.replace("\\", "/"))
        if any(part.startswith(".") or part == "__MACOSX" for part in name.parts):
            continue
        if is_lock_name(name.name) or not is_spreadsheet_name(name.name):
            kind = kind_of_name(name.name)
            yield name.as_posix(), Opened(left_out=[("", kind.found if kind else "not a spreadsheet by its name")])
            continue
        n_spreadsheets += 1
        try:
            yield name.as_posix(), archive.read(each)
        except (*UNPACKING_ERRORS, MemoryError):
            yield name.as_posix(), Opened(refusals=[DAMAGED])
    if not n_spreadsheets:
        yield (
            "",
            refused(
                "is an archive without a spreadsheet",
                "Workbooks or text files with separators are expected in it.",
                "Check that it is the right archive.",
            ),
        )
