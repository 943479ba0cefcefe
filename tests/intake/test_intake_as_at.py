"""Up to when does the data speak? The newest term with enough records, unless it is a slip of years."""

from __future__ import annotations

import pytest

from colsynth.intake.checks.as_at import newest_supported


@pytest.mark.parametrize(
    ("counts", "newest"),
    [
        ({"2026-T2": 40, "2026-T3": 4}, "2026-T2"),
        ({"2026-T2": 4, "2026-T3": 2}, "2026-T2"),
        ({"2026-T2": 40, "2062-T2": 7}, "2026-T2"),
        ({"1926-T1": 3, "2026-T2": 40}, "2026-T2"),
        ({"2014-T4": 10, "2026-T2": 40}, "2026-T2"),
        ({"2021-T2": 40, "2026-T2": 7}, "2026-T2"),
        ({"2026-T2": 40, "2062-T2": 7, "2206-T2": 9}, "2026-T2"),
        ({"2062-T2": 7}, "2062-T2"),
    ],
)
def test_the_newest_term_is_one_that_the_data_supports(counts: dict[str, int], newest: str) -> None:
    assert newest_supported(counts) == newest
