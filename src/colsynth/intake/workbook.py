"""How is a workbook written so that the same content gives the same bytes? With fixed times inside it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

_THEN = datetime(2026, 1, 1)  # stands for every time a workbook carries about itself
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can hold
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Write a workbook with its document and zip times fixed, so that it is the same file each time it is made."""
    workbook.properties.creator = "colsynth"
    workbook.properties.created = _THEN
    raw = io.BytesIO()
    workbook.save(raw)
    stamp = f"{_THEN.isoformat()}Z".encode()
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as made,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fixed.getvalue())
