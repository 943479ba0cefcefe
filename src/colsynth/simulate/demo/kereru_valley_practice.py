"""How does Kererū Valley see its own work? Ratings on two frameworks over two years, and a survey asked twice."""

from colsynth.simulate.plan_practice import Asked, ItemPlan, OwnWords, RatingPlan, VoicePlan

SCHOOLS = ("9201", "9202", "9203", "9204", "9205", "9206")
THEN, NOW = "2025-T2", "2026-T2"  # terms of the survey

ERO = RatingPlan(
    terms=("2024-T4", "2025-T2", "2025-T4", "2026-T2", "2026-T3"),
    schools=SCHOOLS,
    consensus_terms=("2024-T4", "2025-T4", "2026-T3"),
    persons={"teacher": 10, "whānau": 6, "student": 5, "trustee": 3, "iwi representative": 1},
    person_terms=("2025-T4", "2026-T3"),
    indicators={"2026-T2": ("5", "6"), "2026-T3": ("1", "2")},
    start={"1": 1.2, "2": 1.9, "3": 2.1, "4": 2.0, "5": 1.1, "6": 0.8, "7": 2.1},
    lift={"1": 1.0, "5": 1.0, "7": -1.0},  # two areas gain a stage, one loses one, the others stay
    lean={"9201": 0.1, "9202": -0.1, "9203": -0.2, "9204": 0.0, "9205": 0.1, "9206": 0.8},
    held={
        "4": {"9201": 0.9, "9202": 0.9, "9203": 0.9, "9204": 3.2, "9205": 3.2, "9206": 3.2},  # two camps
        "1.1.4": {"": 0.2},  # an inversion: the later item is met, its kin in column 1 is not
        "1.3.4": {"": 3.0},
        "5.1.1": {"": 0.2},
        "5.3.2": {"": 3.0},
        "5.3.3": {"": 3.0},  # near duplicates in two areas, placed apart
        "6.1.1": {"": 0.3},
        "2.3.3": {"": 3.0},  # claims of results: learners' outcomes lifted, low schools better
        "6.3.3": {"": 3.0},
    },
    notes={
        "1": "plan of the across-school leads; board minutes",
        "2": "staff survey, spoken about in two meetings",
        "3": "our goals as written in the annual plans",
        "4": "theory of improvement, drafted by the leads",
        "5": "notes of three shared inquiries",
        "6": "minutes of four moderation meetings",
        "7": "release-time ledger",
    },
    ticking=("9202",),
    backed=("1", "7"),  # so that one gain and the loss can be claimed, and the other gain cannot
    noted=0.65,
    noted_by_persons=0.2,
)

BEYOND_SHARING = RatingPlan(
    framework="beyond-sharing",
    terms=("2025-T2", "2026-T2"),
    schools=SCHOOLS,
    indicators={"2026-T2": ("3", "5")},
    start={"1": 1.9, "2": 1.0, "3": 0.9, "4": 1.0, "5": 1.6, "6": 1.3, "7": 1.1},
    lift={"2": 1.0},
    lean={"9201": 0.1, "9202": -0.1, "9203": -0.1, "9204": 0.0, "9205": 0.1, "9206": 0.1},
    held={area: {"9204": 3.4} for area in "1234567"}  # one school ticks the top everywhere
    | {"3.5": {"": 0.9}},  # a claim of results that is rated low while writing rises
    notes={
        "1": "invoices shared by three schools",
        "2": "visitors' book of the open classrooms",
        "3": "inquiry notes, with what was dropped",
        "5": "evidence sheet of each goal",
    },
    noted=0.8,
)

TRUST = "We can say openly what does not work"
SURVEY = VoicePlan(
    survey="Community survey",
    asked={
        "Year 6": Asked("learners", {THEN: (63, 74), NOW: (66, 75)}, year_level=6),
        "Year 7": Asked("learners", {THEN: (61, 73), NOW: (64, 74)}, year_level=7),
        "Year 8": Asked("learners", {THEN: (58, 73), NOW: (60, 72)}, year_level=8),
        "Year 9": Asked("learners", {THEN: (70, 92), NOW: (74, 90)}, year_level=9),
        "whānau": Asked("whānau", {THEN: (94, None), NOW: (88, None)}),
        "teachers": Asked("teachers", {THEN: (58, 81), NOW: (62, 80)}),
        "leaders": Asked("leaders", {THEN: (13, 15), NOW: (14, 15)}),
    },
    items=(
        ItemPlan(
            TRUST,
            "trust",
            {
                "teachers": {THEN: 0.42, NOW: 0.82},
                "leaders": {THEN: 0.60, NOW: 0.80},
                "whānau": {THEN: 0.60, NOW: 0.60},
            },
        ),
        ItemPlan(
            "What I tell a colleague at another school stays with them",
            "trust",
            {"teachers": {THEN: 0.42, NOW: 0.80}, "leaders": {THEN: 0.70, NOW: 0.80}},
        ),
        ItemPlan(
            "Together we reach the learners who find it hardest",
            "efficacy",
            {"teachers": {THEN: 0.62, NOW: 0.64}, "leaders": {THEN: 0.70, NOW: 0.70}},
            reworded={NOW: "Together we can reach every learner, also those who find it hardest"},
        ),
        ItemPlan(
            "What I do makes a difference to how my learners get on",
            "efficacy",
            {"teachers": {THEN: 0.50, NOW: 0.84}},
        ),
        ItemPlan(  # rises, where the outcome that names it (6.3.4) is rated low
            "As a community we can change what happens for our learners",
            "efficacy",
            {"teachers": {THEN: 0.45, NOW: 0.82}},
        ),
        ItemPlan(
            "I feel that I belong at this school",
            "belonging",
            {
                "Year 6": {THEN: 0.84, NOW: 0.84},
                "Year 7": {THEN: 0.62, NOW: 0.62},
                "Year 8": {THEN: 0.74, NOW: 0.74},
                "Year 9": {THEN: 0.52, NOW: 0.52},
            },
        ),
        ItemPlan(
            "There is an adult at this school whom I can ask for help",
            "belonging",
            {
                "Year 6": {THEN: 0.82, NOW: 0.82},
                "Year 7": {THEN: 0.80, NOW: 0.80},
                "Year 8": {THEN: 0.78, NOW: 0.78},
                "Year 9": {THEN: 0.66, NOW: 0.66},
            },
        ),
        ItemPlan("My family is welcome at this school", "belonging", {"whānau": {THEN: 0.80, NOW: 0.80}}),
    ),
    open_item="What would have made the move to a new school easier?",
    own_words=(
        OwnWords(NOW, "learners", "Seeing the rooms when nobody else was there", 7),
        OwnWords(NOW, "learners", "A map, and somebody to eat lunch with", 7),
        OwnWords(NOW, "learners", "If the teacher had known what I was good at", 9),
        OwnWords(NOW, "learners", "Less walking about, it was too big", 9),
        OwnWords(NOW, "whānau", "Knowing whom to ring"),
        OwnWords(NOW, "whānau", "A hui before the holidays, not after"),
        OwnWords(NOW, "teachers", "The notes of the last school before I make my classes"),
        OwnWords(NOW, "teachers", "One meeting with the Year 6 teacher is worth ten spreadsheets"),
    ),
)

RATINGS = (ERO, BEYOND_SHARING)
VOICES = (SURVEY,)
