"""What does a file on disk hold, and is it all there? Its bytes, or why they cannot be had now."""

from __future__ import annotations

import os
from pathlib import Path

from colsynth.intake.opening.archives import MOST_BYTES
from colsynth.intake.opening.kinds import IN_THE_CLOUD
from colsynth.intake.opening.sheets import Refusal

_OFFLINE = 0x1000  # FILE_ATTRIBUTE_OFFLINE; learn.microsoft.com, File Attribute Constants
_RECALL_ON_OPEN = 0x40000  # FILE_ATTRIBUTE_RECALL_ON_OPEN; the same
_RECALL_ON_ACCESS = 0x400000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS; the same
_DATALESS = 0x40000000  # SF_DATALESS of macOS, sys/stat.h: the content is in the cloud


def read_content(path: Path) -> bytes | Refusal:
    """The bytes of a file, or why they are not there: open elsewhere, in the cloud, too large, still changing."""
    try:
        before = path.stat()
        if is_in_the_cloud(before):
            return IN_THE_CLOUD.refusal
        if before.st_size > MOST_BYTES:
            return Refusal("is too large", "At most 1.5 GB are read.", "Split it by year or school.")
        content = path.read_bytes()
        after = path.stat()
    except MemoryError:
        return Refusal(
            "does not fit into this computer's memory", "A smaller file is expected.", "Split it by year or school."
        )
    except PermissionError:
        return Refusal(
            "may not be read: another program has it open, or it belongs to somebody else",
            "A file that may be read is expected.",
            "Close it in other programs, or check who may read it.",
        )
    except OSError as error:
        return Refusal(
            f"cannot be read: {error.strerror or 'the system gives no reason'}",
            "A file that may be read is expected.",
            "Close it in other programs, let it finish syncing, or check who may read it.",
        )
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        return Refusal(
            "changed while it was read, as a file does that is still syncing or being saved",
            "A file at rest is expected.",
            "Wait until it has synced, then run again.",
        )
    return content


def is_in_the_cloud(about: os.stat_result) -> bool:
    """Whether a file is a placeholder whose content would first have to be fetched."""
    windows = getattr(about, "st_file_attributes", 0)
    mac = getattr(about, "st_flags", 0)
    return bool(windows & (_OFFLINE | _RECALL_ON_OPEN | _RECALL_ON_ACCESS) or mac & _DATALESS)
