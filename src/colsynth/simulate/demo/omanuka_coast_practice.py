"""How does Ōmanuka Coast see its own work? Ratings on three frameworks, a short survey, and a few papers."""

from colsynth.simulate.plan_practice import Asked, ItemPlan, Known, RatingPlan, VoicePlan, Written

SCHOOLS = ("9301", "9302", "9303", "9304", "9305", "9306", "9307")
LEAN = dict(zip(SCHOOLS, (0.1, -0.1, -0.7, 0.0, 0.1, 0.2, -0.1), strict=True))  # one sees everything lower
KAHUKURA = "kahukura-lessons"
NOW = "2026-T2"

RATINGS = (
    RatingPlan(
        terms=("2025-T2", "2025-T4", "2026-T2"),
        schools=SCHOOLS,
        persons={"principal": 6, "teacher": 9, "trustee": 3, "whānau": 7, "learner": 2},
        person_terms=("2026-T3",),
        indicators={"2026-T2": ("2", "3")},
        start={"1": 1.3, "2": 1.6, "3": 1.0, "4": 0.6, "5": 1.9, "6": 0.5, "7": 1.1},
        lift={"2": 1.0},
        lean=LEAN,
        notes={"1": "roles as agreed in May", "2": "staff survey", "5": "notes of shared inquiries"},
    ),
    RatingPlan(
        framework=KAHUKURA,
        terms=("2025-T4", "2026-T3"),
        schools=SCHOOLS,
        consensus_terms=("2026-T3",),
        indicators={"2026-T3": ("7",)},
        start={"1": 2.9, "2": 1.9, "3": 1.1, "4": 2.1, "5": 1.8, "6": 0.9, "7": 1.0},
        lift={"5": 1.0},
        lean=LEAN,
        held={"7.4": {"": 1.0}},
        notes={"1": "our charter", "3": "list of roles", "5": "staff survey", "6": "budget of the network"},
        noted=0.7,
    ),
    RatingPlan(
        framework="six-foci",
        terms=("2026-T3",),
        schools=SCHOOLS,
        indicators={"2026-T3": ("1",)},
        start={"1": 1.2, "2": 1.9, "3": 1.6, "4": 0.9, "5": 1.1, "6": 2.2},
        lean=LEAN,
        held={"1.4": {"": 3.0}},
        noted=0.0,  # nobody says what it rests on
    ),
)

VOICES = (
    VoicePlan(
        survey="Coast survey",
        asked={
            "teachers": Asked("teachers", {NOW: (47, 66)}),
            "whānau": Asked("whānau", {NOW: (61, None)}),
            "Year 8": Asked("learners", {NOW: (38, 51)}, year_level=8),
        },
        items=(
            ItemPlan("We trust one another enough to ask hard questions", "trust", {"teachers": {NOW: 0.7}}),
            ItemPlan("What we do together helps learners", "efficacy", {"teachers": {NOW: 0.6}, "whānau": {NOW: 0.55}}),
            ItemPlan(
                "I see my own people in what we learn", "belonging", {"Year 8": {NOW: 0.5}, "whānau": {NOW: 0.45}}
            ),
        ),
    ),
)

WRITTEN = (
    Written("V1", "vision", "A coast whose schools learn from one another", "2025-05-21", how="hui of all schools"),
    Written("P1", "priority", "Writing with a purpose", "2025-05-21", goals="F1"),
    Written("P2", "priority", "Good moves between our schools", "2025-05-21", goals="F3"),
    Written("B1", "boundary", "We set no targets, on purpose: we watch what we work on", "2025-05-21"),
    Written(
        "D1",
        "decision",
        "Every teacher watches a colleague at another school this year",
        "2026-02-11",
        goals="F4",
        owner="lead teachers' group",
        due="2026-11-27",
        delivered="partly",
    ),
    Written(
        "C1",
        "commitment",
        "Deans and Year 6 teachers meet before classes are made",
        "2025-08-20",
        goals="F3",
        schools=dict(zip(SCHOOLS, ("yes", "yes", "partly", "yes", "no", "yes", "partly"), strict=True)),
        answered="2026-03-04",
    ),
    Written(
        "R1", "reflection", "Meeting for its own sake has stopped; so has some of the fun", "2026-09-02",
        framework=KAHUKURA, area="5",
    ),
)  # fmt: skip

KNOWN = (
    Known(
        "Coast survey",
        "survey",
        "local",
        "survey of Term 2 2026",
        2026,
        "Teachers trust one another; under half of whānau see their own people in what is taught",
        goals="F2",
        framework=KAHUKURA,
        area="5",
        schools="all",
        n=146,
        date="2026-06-19",
        strength="possible",
    ),
)
