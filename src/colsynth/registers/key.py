"""How is a student number replaced? By a code from a secret that stays on this computer.

A national student number has ten digits: a plain hash of it is undone in minutes by trying them all. The code here
is HMAC-SHA256 with a local secret and the community's id, so the same learner has the same code across files and
terms of one community, and another code in every other community.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import platformdirs

from colsynth.errors import ColsynthError

KEY_BYTES = 32
CODE_LENGTH = 24  # hexadecimal signs, 96 bits: no two learners of a nation share one by accident


def data_folder() -> Path:
    """Where the key stands: the folder COLSYNTH_HOME names, else the user's own data folder."""
    named = os.environ.get("COLSYNTH_HOME")
    return Path(named) if named else Path(platformdirs.user_data_dir("colsynth", appauthor=False))


def local_key() -> bytes:
    """The secret of this computer's user, made on first use and readable by that user alone.

    ColsynthError where it can be neither read nor made, or is damaged.
    """
    path = data_folder() / "learner.key"
    try:
        if not path.is_file():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError):
        key = b""
    except OSError as error:
        raise ColsynthError(
            f"The key that replaces student numbers cannot be read or made at {path}: {error.strerror}. "
            "Set COLSYNTH_HOME to a folder that only you can read and write."
        ) from None
    if len(key) != KEY_BYTES:
        raise ColsynthError(
            f"The key that replaces student numbers, {path}, is damaged. Put it back from your copy. "
            "Without a copy, move it away: a new one is made, and learners get new codes."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
    try:
        os.link(aside, path)  # the first of two processes wins; the other reads the winner's key
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def learner_code(key: bytes, community_id: str, number: str) -> str:
    """The code that stands for a student number in one community: 24 hexadecimal signs."""
    return hmac.new(key, f"{community_id}\n{number}".encode(), hashlib.sha256).hexdigest()[:CODE_LENGTH]


def key_mark(key: bytes) -> str:
    """A mark by which a stored snapshot knows whether it was made with this key; says nothing about the key."""
    return hmac.new(key, b"colsynth snapshot", hashlib.sha256).hexdigest()[:16]
