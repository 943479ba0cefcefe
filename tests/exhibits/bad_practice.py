"""Communities that rate, answer and write too little, too much of the same, or what no framework has."""

from __future__ import annotations

from made_chapters import Row, Sheets, changed, number

ERO, SHARING = "ero-collaborative-practice", "beyond-sharing"
THEN, NOW = "2023-T2", "2023-T4"
AS_AT = "2023-12-01"
SCHOOLS = {"9900": "Kura Tuatahi", "9901": "Kura Tuarua", "9902": "Kura Tuatoru"}
LABELS = {ERO: ("Column 1", "Column 2", "Column 3"), SHARING: ("In a few places", "In many places", "Throughout")}
INDICATORS = ("2.1.1", "2.3.3", "2.3.4", "6.1.1", "6.3.3")
ANSWERS = {"Strongly agree": 7, "Agree": 11, "Not sure": 6, "Disagree": 8}


def rated(framework: str, thing: str, stage: str, term: str, **more: str) -> Row:
    """One row of the ratings; `thing` is an area or, with a point in it, an indicator."""
    where = {"Area": thing.partition(".")[0], "Indicator": thing if "." in thing else ""}
    about = {"Placed by": "school", "School number": "", "Role": "", "Rater": "", "Evidence": ""}
    said = {name.replace("_", " "): value for name, value in more.items()}
    return {"Framework": framework, **where, "Stage": stage, **about, "Term": term} | said


def _ratings() -> list[Row]:
    """Three schools on two frameworks in two terms, some indicators, one consensus and sixteen people."""
    rows = []
    for framework, areas in ((ERO, "1234567"), (SHARING, "1234567")):
        for at, code in enumerate(SCHOOLS):
            for term in (THEN, NOW):
                for area in areas:
                    stage = LABELS[framework][(int(area) + at + (term == NOW)) % 3]
                    note = "minutes" if (int(area) + at) % 2 else ""
                    rows.append(rated(framework, area, stage, term, School_number=code, Evidence=note))
    for thing in INDICATORS:
        rows += [rated(ERO, thing, LABELS[ERO][at], NOW, School_number=code) for at, code in enumerate(SCHOOLS)]
    rows += [rated(ERO, area, "Column 2", NOW, Placed_by="consensus") for area in "1234567"]
    roles = ("teacher",) * 8 + ("whānau",) * 5 + ("trustee",) * 2 + ("iwi",)
    for i, role in enumerate(roles):
        who = {"Placed_by": "person", "Role": role, "Rater": f"P{i}", "School_number": f"990{i % 3}"}
        rows += [
            rated(ERO, area, LABELS[ERO][(i + int(area)) % 3], term, **who)
            for area in "1234567"
            for term in (THEN, NOW)
        ]
    return rows


def _answered(item: str, group: str, term: str, year: str = "", times: int = 1) -> list[Row]:
    about = {"Survey": "Ours", "Scale": "trust", "Item": item, "Respondent group": group, "Year level": year}
    asked = 40 * times
    return [
        about | {"Answer": said, "Count": str(n * times), "Out of": str(asked), "Term": term}
        for said, n in ANSWERS.items()
    ]


def _voice() -> list[Row]:
    rows = [
        row for term in (THEN, NOW) for group in ("teachers", "whānau") for row in _answered("We trust", group, term)
    ]
    rows += [row for year in ("6", "7", "8", "9") for row in _answered("I belong", "learners", NOW, year)]
    open_ = {"Survey": "Ours", "Scale": "", "Item": "What else?", "Respondent group": "whānau", "Year level": ""}
    said = ("More hui", "Less of it", "He aha te mea nui")
    return rows + [open_ | {"Answer": answer, "Count": "1", "Out of": "", "Term": NOW} for answer in said]


def _statements() -> list[Row]:
    head = ("Statement code", "Statement", "Kind", "Framework", "Area", "Goals", "School number", "Agrees", "Date",
            "Due", "Delivered", "Evidence")  # fmt: skip
    rows = (
        ("V1", "One coast", "vision", "", "", "", "", "", "2023-02-01", "", "", ""),
        ("V1", "", "vision", "", "", "", "9900", "yes", "2023-03-01", "", "", ""),
        ("V1", "", "vision", "", "", "", "9901", "no", "2023-03-01", "", "", ""),
        ("P1", "Writing", "priority", "", "", "G1", "", "", "2023-02-01", "", "", ""),
        ("P2", "Wellbeing", "priority", "", "", "", "", "", "2023-02-01", "", "", ""),
        ("D1", "Moderate twice", "decision", "", "", "G1", "", "", "2023-02-01", "2023-06-01", "yes", "minutes"),
        ("D2", "Meet less", "decision", "", "", "", "", "", "2023-02-01", "2023-06-01", "", ""),
        ("C1", "Send results in time", "commitment", "", "", "", "", "", "2023-02-01", "", "", ""),
        ("C1", "", "commitment", "", "", "", "9902", "partly", "2023-08-01", "", "", ""),
        ("S1", "Eight in ten write well", "success criterion", "", "", "G1", "", "", "2023-11-30", "", "", ""),
        ("Q1", "Rather openly", "answer to a key question", ERO, "2a", "", "", "", "2023-05-01", "", "", "survey"),
        ("Q1", "More openly", "answer to a key question", ERO, "2a", "", "", "", "2023-11-01", "", "", ""),
        ("R1", "We asked too late", "reflection", ERO, "2", "", "", "", "2023-11-01", "", "", ""),
        ("X1", "Every learner is known", "success descriptor", "", "", "", "", "", "2023-02-01", "", "", ""),
    )
    return [dict(zip(head, row, strict=True)) for row in rows]


def _evidence() -> list[Row]:
    head = (
        "Evidence item",
        "Kind",
        "Origin",
        "Source",
        "Year",
        "Finding",
        "Framework",
        "Area",
        "Goals",
        "n",
        "Strength",
    )
    rows = (
        ("Survey", "survey", "local", "our survey", "2023", "Half trust", ERO, "2", "", "32", "possible"),
        ("Studies", "research", "external", "a review", "2020", "It may help", "", "", "G1", "", "likely"),
        ("Visits", "observation", "local", "notes", "", "", ERO, "5.1.1", "", "", ""),
    )
    return [dict(zip(head, row, strict=True)) for row in rows]


def _results() -> list[Row]:
    """Enough results for the outcomes that a framework claims to be held against something."""
    return [
        {"NSN": number(100 * at + i), "School number": code, "Year level": 4 + i % 3, "Term": term, "Date": day,
         "Measure": "otj-writing", "Level": ("Well below", "Below", "At", "Above")[(i + at + later) % 4]}
        for at, code in enumerate(SCHOOLS)
        for i in range(20)
        for later, (term, day) in enumerate(((THEN, "2023-06-20"), (NOW, "2023-11-20")))
    ]  # fmt: skip


GOOD: Sheets = {
    "schools": [{"School number": code, "School name": name, "Roll": 90} for code, name in SCHOOLS.items()],
    "results": _results(),
    "goals": [{"Goal": "G1", "Title": "Writing", "Measure": "otj-writing", "Years": "1-8"}],
    "ratings": _ratings(),
    "voice": _voice(),
    "statements": _statements(),
    "evidence": _evidence(),
}


def _only(**wanted: str) -> Sheets:
    """Only such ratings."""
    named = {name.replace("_", " "): value for name, value in wanted.items()}
    return GOOD | {"ratings": [row for row in GOOD["ratings"] if all(row[k] == v for k, v in named.items())]}


def _all_at(stage: dict[str, str]) -> Sheets:
    return changed(GOOD, "ratings", each=lambda row: row | {"Stage": stage[row["Framework"]]})


def _everyone(**values: str) -> Sheets:
    return changed(GOOD, "ratings", each=lambda row: row | {k.replace("_", " "): v for k, v in values.items()})


def _people(n: int, **more: str) -> list[Row]:
    return [
        rated(ERO, area, LABELS[ERO][(i + int(area)) % 3], NOW, Placed_by="person", Rater=f"P{i}", **more)
        for i in range(n)
        for area in "1234567"
    ]


def _one_area(*stages: str) -> Sheets:
    """A school each at one of these stages of a single area."""
    placed = zip(SCHOOLS, stages, strict=False)
    return GOOD | {"ratings": [rated(ERO, "3", stage, NOW, School_number=code) for code, stage in placed]}


BAD: dict[str, Sheets] = {
    "nothing wrong": GOOD,
    "no ratings": GOOD | {"ratings": []},
    "nothing but ratings": GOOD | {"results": [], "goals": [], "voice": [], "statements": [], "evidence": []},
    "nothing but schools": {"schools": GOOD["schools"]},
    "no schools": GOOD | {"schools": []},
    "one rater": GOOD | {"ratings": _people(1, Role="principal", School_number="9900")},
    "four raters": GOOD | {"ratings": _people(4, Role="teacher")},
    "sixty raters": GOOD | {"ratings": GOOD["ratings"] + _people(60, Role="teacher", Evidence="seen")},
    "people without a code": GOOD | {"ratings": [row | {"Rater": ""} for row in _people(9, Role="teacher")]},
    "people without a role": GOOD | {"ratings": _people(9)},
    "roles nobody knows": GOOD | {"ratings": [row for i in range(9) for row in _people(1, Role=f"Hat {i}")]},
    "only consensus": _only(Placed_by="consensus"),
    "only persons": _only(Placed_by="person"),
    "only another framework": _only(Framework=SHARING),
    "only the first framework": _only(Framework=ERO),
    "only indicators": GOOD | {"ratings": [row for row in GOOD["ratings"] if row["Indicator"]]},
    "one indicator": GOOD | {"ratings": [rated(ERO, "2.1.1", "Column 1", NOW, School_number="9900")]},
    "one school": changed(
        GOOD, "schools", "results", "ratings",
        each=lambda row: row if row["School number"] in ("", "9900") else None,
    ),
    "one area": _one_area("Column 2"),
    "two schools two levels apart": _one_area("Column 1", "Column 3"),
    "all at the top": _all_at({ERO: "Column 3", SHARING: "Throughout"}),
    "all at the bottom": _everyone(Stage="not yet evident"),
    "all not applicable": _everyone(Stage="not applicable"),
    "all left blank": _everyone(Stage=""),
    "a stage nobody gave": changed(
        GOOD, "ratings", each=lambda row: None if row["Stage"] in ("Column 2", "In many places") else row
    ),
    "without terms": _everyone(Term=""),
    "rated once": _only(Term=NOW),
    "rated long ago": _only(Term=THEN),
    "no evidence at all": _everyone(Evidence=""),
    "stages no framework has": _everyone(Stage="Embedding"),
    "one answer to the survey": GOOD | {"voice": [GOOD["voice"][0] | {"Count": "1", "Out of": "1"}]},
    "answers of four": GOOD | {"voice": [row | {"Count": "1", "Out of": ""} for row in GOOD["voice"]]},
    "all answer alike": GOOD | {"voice": [row for row in GOOD["voice"] if row["Answer"] == "Agree"]},
    "nobody answered": GOOD | {"voice": [row | {"Count": "0"} for row in GOOD["voice"]]},
    "nothing but own words": GOOD | {"voice": [row for row in GOOD["voice"] if row["Item"] == "What else?"]},
    "more answers than asked": GOOD | {"voice": [row | {"Out of": "3"} for row in GOOD["voice"]]},
    "answers without a term": GOOD | {"voice": [row | {"Term": ""} for row in GOOD["voice"]]},
    "statements without words": changed(GOOD, "statements", each=lambda row: row | {"Statement": ""}),
    "statements without days": changed(GOOD, "statements", each=lambda row: row | {"Date": "", "Due": ""}),
    "questions no framework has": changed(
        GOOD, "statements", each=lambda row: row | {"Area": "9z" if row["Framework"] else ""}
    ),
    "goals that are not there": changed(GOOD, "statements", "evidence", each=lambda row: row | {"Goals": "G9"}),
    "evidence that says nothing": GOOD | {"evidence": [row | {"Finding": "", "Kind": ""} for row in GOOD["evidence"]]},
}  # fmt: skip
