"""What the tests of intake share: a community in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_community import Community


@pytest.fixture
def community(tmp_path: Path) -> Community:
    """A workspace without any spreadsheet yet."""
    return Community(tmp_path)
