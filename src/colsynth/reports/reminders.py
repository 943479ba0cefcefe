"""How is a school asked, politely, for what has not come yet?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from colsynth.reference.terms import spoken


def reminders(community: str, term: str, rows: Sequence[Mapping[str, Any]], by: str = "") -> list[tuple[str, str]]:
    """(school, text to copy into an e-mail) for each school of which something is awaited.

    `rows` are those of the collection list; `term` and `by` are texts for readers, `by` empty where no day is set.
    """
    awaited: dict[str, list[str]] = {}
    for row in rows:
        if row["status"] == "awaited":
            awaited.setdefault(row["name"] or row["school"], []).append(_asked(row))
    return [(school, _reminder(community, term, school, sheets, by)) for school, sheets in awaited.items()]


def _asked(row: Mapping[str, Any]) -> str:
    """`Results (the newest that we have are of Term 2, 2026)`."""
    newest = row.get("newest_term")
    return str(row["sheet"]) + (f" (the newest that we have are of {spoken(newest)})" if newest else "")


def _reminder(community: str, term: str, school: str, sheets: Sequence[str], by: str) -> str:
    listed = "\n".join(f"- {sheet}" for sheet in sheets)
    when = f"by {by}" if by else "when it suits you"
    return (
        f"Subject: {term}, {community}: what we still hope for from {school}\n\n"
        f"Kia ora\n\n"
        f"We are putting together the report of {community} for {term}. From {school} we do not have yet, "
        f"of that term:\n\n"
        f"{listed}\n\n"
        f"Could you send it {when}? A spreadsheet as your system exports it is fine, and so is the workbook that was "
        f"prepared for your school. If it is on its way, please set this message aside.\n\n"
        f"Ngā mihi nui\n"
    )
