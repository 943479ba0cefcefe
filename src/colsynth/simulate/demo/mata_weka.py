"""Mātā and Weka: two country schools with one goal, so small that a total tells each about the other."""

from colsynth.simulate.demo import mata_weka_practice, settings_files
from colsynth.simulate.plan import (
    Assessed,
    CommunityPlan,
    EventPlan,
    FaultPlan,
    GoalPlan,
    SchoolPlan,
)

TERMS = ("2025-T2", "2025-T3", "2025-T4", "2026-T1", "2026-T2", "2026-T3")

SCHOOLS = (
    SchoolPlan(
        "9401",
        "Mātā Ford School",
        "full primary",
        1,
        8,
        485,
        5,
        "plain",
        "casual",
        "mata-ford",
        maori=0.40,
        pacific=0.02,
        latitude=-40.412,
        longitude=175.902,
    ),
    SchoolPlan(
        "9402",
        "Upper Weka Stream School",
        "full primary",
        1,
        8,
        449,
        7,
        "noted",
        "formal",
        "upper-weka-stream",
        maori=0.22,
        pacific=0.03,
        moderates_with="9401",
        latitude=-40.377,
        longitude=175.955,
    ),
)

ASSESSED = (
    Assessed(
        "otj-writing",
        (1, 8),
        ("2025-T2", "2025-T4", "2026-T2", "2026-T3"),
        start=0.57,
        end=0.66,
        boys=-0.4,
    ),
    Assessed("otj-reading", (1, 8), ("2025-T2", "2025-T4"), start=0.70, end=0.72, boys=-0.2),
    Assessed("progress-reading", (1, 8), ("2026-T2",), start=0.43, end=0.43, boys=-0.2),
    Assessed("otj-mathematics", (1, 8), ("2025-T4", "2026-T3"), start=0.66, end=0.65),
)

GOALS = (
    GoalPlan(
        "G1",
        "More of our learners write at the level expected",
        "achievement challenge",
        "otj-writing",
        (1, 8),
        baseline_term="2025-T2",
        target_percent=75,
        target_term="2027-T4",
        milestones="2026-T2: 65; 2026-T4: 70",
        owner="both principals",
        origin="evidenced need",
        success="Three in four learners write at the level expected",
    ),
)

EVENTS = (EventPlan("2026-02-02", "", "change of measure", "Reading: progress descriptors replace teacher judgements"),)

FAULTS = (
    FaultPlan("no such level", "9401"),
    FaultPlan("future date", "9402"),
)

MATA_WEKA = CommunityPlan(
    id="mata-weka",
    name="Mātā and Weka schools",
    schools=SCHOOLS,
    terms=TERMS,
    assessed=ASSESSED,
    goals=GOALS,
    events=EVENTS,
    ratings=mata_weka_practice.RATINGS,
    voices=mata_weka_practice.VOICES,
    written=mata_weka_practice.WRITTEN,
    faults=FAULTS,
    moves_within=0.012,
    leaves=0.006,
    settings=settings_files.MATA_WEKA,
)
