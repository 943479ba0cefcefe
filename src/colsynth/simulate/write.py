"""Where do fictional communities stand? The shipped demo, and workspaces of any number and size."""

from __future__ import annotations

import string
from pathlib import Path

from colsynth.reference.terms import term_at, term_number
from colsynth.simulate.demo import DEMO, DEMO_SEED
from colsynth.simulate.made import simulate
from colsynth.simulate.names import place_names
from colsynth.simulate.plan import (
    Assessed,
    CommunityPlan,
    FaultPlan,
    GoalPlan,
    SchoolPlan,
    stream,
)
from colsynth.simulate.plan_practice import RatingPlan

MOST_KEPT = 2  # terms without faults: the first and the last
NEWEST = "2026-T3"  # the last term of every fictional community
KINDS = (
    ("full primary", 1, 8, "sms", "casual"),
    ("full primary", 1, 8, "template", "coded"),
    ("contributing", 1, 6, "noted", "short"),
    ("full primary", 1, 8, "plain", "short"),
    ("intermediate", 7, 8, "wide", "formal"),
)
TYPE_NAMES = {"full primary": "School", "contributing": "School", "intermediate": "Intermediate"}
SETTINGS = string.Template("""\
# A fictional community, made by `colsynth simulate`; the truth about it is in data/demo/$id.truth.json.
community: {id: $id, name: $name}
inputs:
  - data/demo/$id
$hints
frameworks: [ero-collaborative-practice]
""")


def write_demo(root: Path) -> None:
    """The three shipped communities: `data/demo/` and `params/` under `root`."""
    for plan in DEMO:
        simulate(plan, DEMO_SEED).write(root)


def write_communities(
    folder: Path,
    communities: int = 2,
    schools: int = 5,
    learners_per_school: int = 60,
    terms: int = 4,
    seed: int = 1,
) -> list[Path]:
    """A workspace of fictional communities; returns their settings files.

    Every community has one goal (writing in all its years), ratings by schools and one planted fault; names
    and numbers of schools are different throughout.
    """
    names = place_names(stream(seed, "places"), communities * schools)
    made = []
    for index in range(communities):
        plan = plan_of(index, names[index * schools : (index + 1) * schools], learners_per_school, terms, seed)
        simulate(plan, seed).write(folder)
        made.append(folder / "params" / f"{plan.id}.yaml")
    return made


def plan_of(index: int, places: list[str], learners_per_school: int, terms: int, seed: int) -> CommunityPlan:
    """The plan of one community among many: its schools in turn of the usual types and layouts."""
    rng = stream(seed, "plan", str(index))
    spoken = tuple(term_at(term_number(NEWEST) - back) for back in reversed(range(terms)))
    members = []
    for place, name in enumerate(places):
        kind, low, high, layout, spelling = KINDS[place % len(KINDS)]
        members.append(
            SchoolPlan(
                code=str(9000000 + index * 1000 + place),
                name=f"{name} {TYPE_NAMES[kind]}",
                type=kind,
                year_from=low,
                year_to=high,
                eqi=int(rng.integers(400, 530)),
                per_year=max(1, round(learners_per_school / (high - low + 1))),
                layout=layout,
                spelling=spelling,
                file=f"school-{place + 1:02d}",
                maori=float(rng.uniform(0.1, 0.6)),
                pacific=float(rng.uniform(0.0, 0.2)),
            )
        )
    start = float(rng.uniform(0.5, 0.7))
    community = f"community-{index + 1:03d}"
    hints = "".join(_hint(community, school) for school in members)
    name = f"Community {index + 1}"
    return CommunityPlan(
        id=community,
        name=name,
        schools=tuple(members),
        terms=spoken,
        assessed=(
            Assessed(
                "otj-writing",
                (1, 8),
                spoken,
                start=start,
                end=start + float(rng.uniform(-0.03, 0.10)),
                boys=-0.4,
            ),
            Assessed("otj-mathematics", (1, 8), (spoken[-1],), start=0.6, end=0.6),
        ),
        goals=(
            GoalPlan(
                "G1",
                "More learners write at the level expected",
                "achievement challenge",
                "otj-writing",
                (1, 8),
                baseline_term=spoken[0],
                target_percent=round(100 * start) + 12,
                target_term="2027-T4",
            ),
        ),
        ratings=(
            RatingPlan(
                terms=(spoken[0], spoken[-1]) if terms > 1 else spoken,
                schools=tuple(school.code for school in members),
                start={str(area): float(rng.uniform(0.4, 2.0)) for area in range(1, 8)},
                lift={str(area): float(rng.uniform(-0.2, 1.0)) for area in range(1, 8)},
                notes={str(area): "minutes of a meeting" for area in range(1, 8)},
                noted=0.7,
            ),
        ),
        faults=(FaultPlan("no such level", members[0].code),) if terms > MOST_KEPT else (),
        settings=SETTINGS.substitute(id=community, name=name, hints=hints),
    )


def _hint(community: str, school: SchoolPlan) -> str:
    """What a settings file must say about files that do not name their school."""
    stem = f"data/demo/{community}/{school.file}"
    files = {"plain": [("-roll.csv", "students"), ("-results.csv", "achievement")], "wide": [(".xlsx", "")]}
    lines = ""
    for end, register in files.get(school.layout, []):
        named = f"register: {register}, " if register else ""
        lines += f'  - {{file: {stem}{end}, {named}for_all: {{school: "{school.code}"}}}}\n'
    return lines
