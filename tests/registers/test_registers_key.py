"""A student number is replaced by a code that only this computer's key can make."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

import pytest

from colsynth.errors import ColsynthError
from colsynth.registers.key import learner_code, local_key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLSYNTH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_key_is_made_once_and_kept(home: Path) -> None:
    assert local_key() == local_key()
    assert len(local_key()) == 32
    assert [path.name for path in home.iterdir()] == ["learner.key"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX systems")
def test_only_the_user_may_read_the_key(home: Path) -> None:
    local_key()
    assert stat.S_IMODE((home / "learner.key").stat().st_mode) == 0o600


def test_a_damaged_key_is_never_replaced_in_silence(home: Path) -> None:
    local_key()
    (home / "learner.key").write_text("abc", encoding="ascii")
    with pytest.raises(ColsynthError, match="damaged"):
        local_key()


def test_a_code_is_24_signs_of_hmac_sha256_by_the_standard_library() -> None:
    key = bytes(range(32))
    expected = hmac.new(key, b"kereru\n0123456789", hashlib.sha256).hexdigest()[:24]
    assert learner_code(key, "kereru", "0123456789") == expected


def test_the_same_learner_has_another_code_in_another_community_and_with_another_key() -> None:
    key, other = bytes(32), bytes([1] * 32)
    codes = {
        learner_code(key, "a", "0123456789"),
        learner_code(key, "b", "0123456789"),
        learner_code(other, "a", "0123456789"),
    }
    assert len(codes) == 3
