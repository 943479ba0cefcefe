"""Schools of New York reviewed on one rubric that changed four times, made into a community's files and packs.

The packs of `frameworks/nyc_packs/` are one an era: the rubric's statements and its codes are not those of another era.
The ratings are public and not carried along: `nyc/quality_review_ratings_2005_2018.csv` in the folder of real files.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from colsynth.frameworks import Framework, load_framework
from colsynth.intake import take_in
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import load_settings

PACKS = Path(__file__).parent / "frameworks" / "nyc_packs"
ERAS = {  # pack: the school years of its era as the file writes them; the newest has none
    "nyc-review-2006": ("06/01/2005 12:00:00 AM", "07/01/2006 12:00:00 AM"),
    "nyc-review-2008": ("08/01/2007 12:00:00 AM",),
    "nyc-review-2009": ("09/01/2008 12:00:00 AM", "10/01/2009 12:00:00 AM"),
    "nyc-review-2011": ("11/01/2010 12:00:00 AM", "12/01/2011 12:00:00 AM"),
    "nyc-review-2013": ("",),
}
CODES = {  # lowest first, as the published ratings have them
    "nyc-review-2006": ["U", "P", "WD"],
    "nyc-review-2008": ["U", "UPF", "P", "WD", "O"],
    "nyc-review-2009": ["U", "UPF", "P", "WD"],
    "nyc-review-2011": ["U", "D", "P", "WD"],
    "nyc-review-2013": ["UD", "D", "P", "WD"],
}
STATEMENT, WHOLE = "Indicator_", "IndicatorOverall_"  # what the headers of an indicator and of a whole area begin with
NO_DATA = "No Data"
MAPPED, NEWEST, MAPPED_VERSION = "nyc-review-2011", "nyc-review-2013", "2011"


@dataclass(frozen=True)
class Reviews:
    """What was read, the packs by id, and the same ratings in plain pandas.

    A row of `plain` is one code as written: framework, BN, day, area, indicator ("" where the whole area was rated),
    code.
    """

    snapshot: Snapshot
    packs: dict[str, Framework]
    plain: pd.DataFrame


def read_reviews(real_data: Path, root: Path, schools: int, mapped: dict[str, object] | None = None) -> Reviews:
    """Take in the reviews of the first schools that were reviewed in every era, a file an era.

    With `mapped`, the reviews of `MAPPED` are of an earlier version of the newest pack, which says that of its parts.
    """
    era_of = {year: id for id, years in ERAS.items() for year in years}
    path = real_data / "nyc" / "quality_review_ratings_2005_2018.csv"
    whole = pd.read_csv(path, dtype=str, keep_default_na=False)
    whole["framework"] = whole["School_Year"].map(era_of)
    n_eras = whole.groupby("BN")["framework"].nunique()
    chosen = whole[whole["BN"].isin(n_eras.index[n_eras == len(ERAS)][:schools])]
    for name in ("params", "sent"):
        (root / name).mkdir()
    shutil.copytree(PACKS, root / "data" / "frameworks")
    codes = chosen[["BN"]].drop_duplicates()
    codes.assign(name="School " + codes["BN"]).to_csv(root / "sent" / "schools.csv", index=False)
    long = [_write(root / "sent", id, era) for id, era in chosen.groupby("framework")]
    frameworks = [id for id in ERAS if not mapped or id != MAPPED]
    inputs = _inputs()
    if mapped:
        newest = root / "data" / "frameworks" / f"{NEWEST}.yaml"
        pack = yaml.safe_load(newest.read_text(encoding="utf-8")) | {"earlier": {MAPPED_VERSION: mapped}}
        newest.write_text(yaml.safe_dump(pack), encoding="utf-8")
        of = {"framework": NEWEST, "framework_version": MAPPED_VERSION, "placed_by": "school"}
        inputs = [file | {"for_all": of} if file["file"] == f"sent/{MAPPED}.csv" else file for file in inputs]
    settings = {"community": {"id": "ny", "name": "Reviewed schools"}, "inputs": inputs, "frameworks": frameworks}
    file = root / "params" / "ny.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    packs = {id: load_framework(id, root) for id in frameworks}
    return Reviews(take_in(load_settings(file)), packs, pd.concat(long, ignore_index=True))


def _write(folder: Path, framework: str, era: pd.DataFrame) -> pd.DataFrame:
    """Write the columns that the era's rubric has; the same, a code a row."""
    rated = [c for c in era if c.startswith(("Indicator_", "IndicatorOverall_")) and era[c].ne(NO_DATA).any()]
    era[["BN", "Start_Date", *rated]].to_csv(folder / f"{framework}.csv", index=False)
    long = era.melt(["framework", "BN", "Start_Date"], rated, "header", "code")
    at = long["header"].str.split("_").str[-1]
    is_whole = long["header"].str.startswith(WHOLE)
    return pd.DataFrame(
        {
            "framework": long["framework"],
            "BN": long["BN"],
            "day": pd.to_datetime(long["Start_Date"], format="%m/%d/%Y %I:%M:%S %p"),
            "area": at.str.split(".").str[0],
            "indicator": at.mask(is_whole, ""),
            "code": long["code"].str.strip().str.upper(),
        }
    )


def _inputs() -> list[dict[str, object]]:
    """What the settings say of each file."""
    schools = {"file": "sent/schools.csv", "register": "schools", "columns": {"school": "BN", "name": "name"}}
    return [
        schools,
        *(
            {
                "file": f"sent/{id}.csv",
                "register": "ratings",
                "columns": {"school": "BN", "date": "Start_Date"},
                "for_all": {"framework": id, "placed_by": "school"},
                "values": {"stage": {NO_DATA: "blank"}},
                "wide": {STATEMENT + "{indicator}": "stage", WHOLE + "{area}": "stage"},
            }
            for id in ERAS
        ),
    ]
