"""Which neighbouring levels must be shown together, so that no part of a whole is small enough to tell on people?"""

from __future__ import annotations

from collections.abc import Sequence


def joined(counts: Sequence[Sequence[int]], least: int, most: int) -> list[range]:
    """Runs of neighbouring levels, lowest first: at most `most`, each with `least` or more in every one of the rows.

    `counts` has a row a whole (a term) and a column a level. The run that is smallest somewhere is joined to its
    smaller neighbour until all are large enough. One run alone means that no part may be told; without rows there is
    none. ValueError where rows differ in length.
    """
    width = len(counts[0]) if counts else 0
    if any(len(row) != width for row in counts):
        raise ValueError("Every row needs a count for every level.")
    runs = [range(level, level + 1) for level in range(width)]

    def smallest(run: range) -> int:
        return min(sum(row[run.start : run.stop]) for row in counts)

    while len(runs) > 1:
        sizes = [smallest(run) for run in runs]
        at = sizes.index(min(sizes))
        if sizes[at] >= least and len(runs) <= most:
            break
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(runs)]
        first = min(at, min(beside, key=lambda place: sizes[place]))
        runs[first : first + 2] = [range(runs[first].start, runs[first + 1].stop)]
    return runs
