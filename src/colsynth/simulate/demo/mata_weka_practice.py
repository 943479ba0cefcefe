"""How do Mātā and Weka see their own work? Two schools and eleven people, so few that much must stay unsaid."""

from colsynth.simulate.plan_practice import Asked, ItemPlan, RatingPlan, VoicePlan, Written

SCHOOLS = ("9401", "9402")
NOW = "2026-T2"

RATINGS = (
    RatingPlan(
        terms=("2025-T4", "2026-T3"),
        schools=SCHOOLS,
        consensus_terms=("2026-T3",),
        persons={"principal": 2, "teacher": 4, "trustee": 2, "whānau": 3},
        person_terms=("2026-T3",),
        indicators={"2026-T3": ("3", "6")},
        start={"1": 1.1, "2": 2.1, "3": 1.4, "4": 0.9, "5": 1.2, "6": 0.6, "7": 0.7},
        lift={"1": 0.6, "2": 0.4, "3": 0.5, "4": 0.4, "5": 0.4, "6": 0.3, "7": 0.2},
        notes={"3": "our one goal, on both staff-room walls", "5": "Wednesday meetings"},
    ),
    RatingPlan(
        framework="goal-directed-networks",
        terms=("2026-T3",),
        schools=SCHOOLS,
        start={"1": 2.1, "2": 2.6, "3": 1.8, "4": 1.1, "5": 1.0, "6": 0.8},
        notes={"2": "the goal as both boards agreed it", "4": "term planner"},
        noted=0.5,
    ),
)

VOICES = (
    VoicePlan(
        survey="Two schools' questions",
        asked={
            "Mātā Ford": Asked("whānau", {NOW: (4, 31)}, school="9401"),  # fewer than five
            "Upper Weka Stream": Asked("whānau", {NOW: (17, 44)}, school="9402"),
            "teachers": Asked("teachers", {NOW: (5, 6)}),
            "learners": Asked("learners", {NOW: (12, 13)}, year_level=8),
        },
        items=(
            ItemPlan(
                "The two schools are better together",
                "efficacy",
                {"Mātā Ford": {NOW: 0.5}, "Upper Weka Stream": {NOW: 0.7}, "teachers": {NOW: 0.8}},
            ),
            ItemPlan("I feel that I belong at this school", "belonging", {"learners": {NOW: 0.8}}),
        ),
    ),
)

WRITTEN = (
    Written("V1", "vision", "Two small schools, one good education", "2025-06-04", how="both boards"),
    Written(
        "C1",
        "commitment",
        "We judge writing together in Terms 2 and 4",
        "2025-06-04",
        goals="G1",
        schools={"9401": "yes", "9402": "yes"},
        answered="2026-06-04",
    ),
)
