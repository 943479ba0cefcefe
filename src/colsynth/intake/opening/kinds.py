"""What else can a file be that is no spreadsheet? Told by its content or its name, each in a sentence with a remedy.

One entry is one kind of file. A kind that `stands_for_data` was meant to be read: a folder that holds one has a
problem, while a letter or a picture is only listed as left out.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from colsynth.intake.opening.sheets import Refusal

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".moe", ".ast")
PACKED = (".zip", *(f"{ending}.gz" for ending in SPREADSHEETS))
EXPECTED = "colsynth reads spreadsheets: .xlsx, .xls, .ods, .csv and their like."
SIGNATURE_BYTES = 8_000  # bytes at the start of a file by which its kind is told

_EXPORT = "Export its table as .xlsx or .csv."
_FETCH = "Wait until it has arrived whole, or fetch it again."


@dataclass(frozen=True)
class Kind:
    """A kind of file: what a message calls it, what to do, and the signs by which its content and name tell it."""

    found: str
    remedy: str
    starts: tuple[bytes, ...] = ()
    holds: tuple[bytes, ...] = ()  # one of these within the first bytes
    endings: tuple[str, ...] = ()
    stands_for_data: bool = False

    @property
    def refusal(self) -> Refusal:
        """Why such a file is not read."""
        return Refusal(self.found, EXPECTED, self.remedy)


GOOGLE = Kind(
    "is a shortcut to a Google document, not the document itself",
    "Open it in the browser and choose File, Download, Microsoft Excel (.xlsx).",
    starts=(b'{"url": "https://docs.google.com', b'{"url":"https://docs.google.com', b'{"":"WARNING! DO NOT EDIT'),
    endings=(".gsheet", ".gdoc", ".gform", ".gslides"),
    stands_for_data=True,
)
SHORTCUT = Kind(
    "is a shortcut to another file, not the file itself",
    "Put the spreadsheet itself there.",
    starts=(b"L\x00\x00\x00\x01\x14\x02\x00", b"[InternetShortcut]"),
    endings=(".lnk", ".url", ".webloc", ".desktop"),
    stands_for_data=True,
)
PARTIAL = Kind(
    "is a download or a copy that has not ended",
    _FETCH,
    endings=(".crdownload", ".part", ".partial", ".download"),
    stands_for_data=True,
)
IN_THE_CLOUD = Kind(
    "is kept in the cloud and its content is not on this computer",
    "Have it kept on this device (OneDrive: 'Always keep on this device'; iCloud: 'Download Now'), then run again.",
    endings=(".icloud",),
    stands_for_data=True,
)
ALL_ZERO = Kind("holds nothing but zero bytes, as a file does whose content has not arrived", _FETCH)
NUMBERS = Kind(
    "is a document of Apple Numbers, Pages or Keynote",
    "In Numbers choose File, Export To, Excel.",
    endings=(".numbers", ".pages", ".key"),
    stands_for_data=True,
)
WORD = Kind(
    "is a text document", "Copy its table to a spreadsheet.", (b"{\\rtf",), (), (".docx", ".doc", ".rtf", ".odt")
)
SLIDES = Kind("is a presentation", _EXPORT, endings=(".pptx", ".ppt", ".odp"))
MAIL = Kind("is a saved e-mail", "Save the spreadsheet that was attached to it.", endings=(".msg", ".eml"))
OTHER_OFFICE = Kind("is an office document without a workbook in it", _EXPORT)
KINDS = (
    GOOGLE,
    SHORTCUT,
    PARTIAL,
    IN_THE_CLOUD,
    NUMBERS,
    WORD,
    SLIDES,
    MAIL,
    Kind("is a temporary file of another program", _FETCH, endings=(".tmp",)),
    Kind("is a PDF document", _EXPORT, (b"%PDF",), (), (".pdf",)),
    Kind(
        "is a picture",
        "Type its table into a spreadsheet, or ask for the file it was made from.",
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM\x36"),
        (b"ftypheic", b"ftypmif1"),
        (".png", ".jpg", ".jpeg", ".gif", ".heic", ".tif", ".tiff", ".bmp", ".webp"),
    ),
    Kind(
        "is a database",
        _EXPORT,
        (b"SQLite format 3\x00", b"\x00\x01\x00\x00Standard Jet DB", b"\x00\x01\x00\x00Standard ACE DB"),
        (),
        (".accdb", ".mdb", ".sqlite", ".db"),
    ),
    Kind(
        "is an archive of a kind that is not unpacked",
        "Unpack it, or pack its spreadsheets as .zip.",
        (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ"),
        (),
        (".7z", ".rar", ".bz2", ".xz", ".tar"),
        stands_for_data=True,
    ),
    Kind(
        "is a workbook saved as XML of 2003",
        "Open it in the spreadsheet program and save it as .xlsx.",
        (),
        (b'progid="Excel.Sheet"', b"urn:schemas-microsoft-com:office:spreadsheet"),
    ),
    Kind(
        "is a workbook of a very old format",
        "Open it in the spreadsheet program and save it as .xlsx.",
        (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"),
    ),
    Kind(
        "is a web page saved with its pictures",
        "Download the spreadsheet itself again.",
        (b"MIME-Version:", b"From: <Saved by"),
        (),
        (".mht", ".mhtml"),
    ),
)


def is_spreadsheet_name(name: str) -> bool:
    """Whether a file is meant to be read, by its name."""
    return name.lower().endswith((*SPREADSHEETS, *PACKED))


def is_lock_name(name: str) -> bool:
    """Whether it is the file a spreadsheet program leaves beside an open workbook."""
    return name.startswith(("~$", ".~lock."))


def kind_of_content(content: bytes) -> Kind | None:
    """The kind of a file that is neither a workbook nor a text with separators, by its first bytes."""
    start = content[:SIGNATURE_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content.strip(b"\x00"):
        return ALL_ZERO
    for kind in KINDS:
        if start.startswith(kind.starts or (b"\xff\x00 never",)) or any(sign in start for sign in kind.holds):
            return kind
    return SHORTCUT if b"<plist" in start and b"<key>URL</key>" in start else None


def kind_of_name(name: str) -> Kind | None:
    """The kind of a file that is no spreadsheet, by its name."""
    return next((kind for kind in KINDS if kind.endings and name.lower().endswith(kind.endings)), None)


def kind_of_package(parts: list[str], archive: zipfile.ZipFile) -> Kind | str:
    """What a zip is: "workbook", "archive" or a kind of document; `parts` are the names in it."""
    names = {name.replace("\\", "/").lower() for name in parts}
    if any(name.endswith(("workbook.xml", "workbook.bin")) or "worksheets/" in name for name in names):
        return "workbook"
    if "content.xml" in names:
        about = archive.read("mimetype")[:100] if "mimetype" in parts else b"spreadsheet"
        return "workbook" if b"spreadsheet" in about else WORD
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return NUMBERS
    if any(name.startswith("word/") for name in names):
        return WORD
    if any(name.startswith("ppt/") for name in names):
        return SLIDES
    return OTHER_OFFICE if "[content_types].xml" in names else "archive"


def kind_of_old_office(content: bytes) -> Kind | None:
    """The kind of a file in the old binary format, by the names of the streams in it; None for a workbook."""
    streams = {
        WORD: "WordDocument",
        SLIDES: "PowerPoint Document",
        MAIL: "__properties_version1.0",
    }
    return next((kind for kind, name in streams.items() if name.encode("utf-16-le") in content), None)
