"""What does each school hear back about the learners it sent on, and about those who came to it?

For that school alone. Every number is one of a table of the community's page, hidden where it is hidden there, so that
who gets hold of a school's page learns no more than the community's page says.
"""

from __future__ import annotations

from collections.abc import Callable

from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit, Exhibits
from colsynth.exhibits.transitions_schools_flows import came_in, sent_on
from colsynth.exhibits.transitions_schools_followed import changed, followed
from colsynth.exhibits.transitions_schools_handover import handed_over, received
from colsynth.exhibits.transitions_schools_judgements import judged_of_newcomers, judged_of_sent

PARTS: tuple[Callable[[Chapter, str], Exhibit | None], ...] = (
    *(sent_on, followed, changed, judged_of_sent, handed_over),
    *(came_in, judged_of_newcomers, received),
)


def for_each_school(chapter: Chapter) -> Exhibits:
    """What is for one school alone, school by school: first as the one that sends, then as the one that receives."""
    shown = (part(chapter, school) for school in chapter.school_labels for part in PARTS)
    return Exhibits(exhibit for exhibit in shown if exhibit is not None)
