"""The invented community's chapters, for every test of the page."""

from __future__ import annotations

from typing import Any

import handmade
import pytest

from colsynth.reports.page import PageHeader


@pytest.fixture
def header() -> PageHeader:
    return handmade.header()


@pytest.fixture
def chapters() -> list[tuple[str, Any]]:
    return handmade.chapters()
