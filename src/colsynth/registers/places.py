"""Where does a school find these learners? File, sheet and row of its own spreadsheet, for inside use only.

A learner's name is never kept and a code says nothing to a school, so every list of learners is a list of places.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

SOURCE = ("source_file", "source_sheet", "source_row")


def empty_places() -> pd.DataFrame:
    """No place: one row is one row of a school's own spreadsheet.

    Columns: why (what to look at), case (counts within `why`; the rows of one case belong together), source_file,
    source_sheet, source_row. Never a learner's name, number or code.
    """
    types = {"why": "str", "case": "Int64", "source_file": "str", "source_sheet": "str", "source_row": "Int64"}
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in types.items()})


def places_of(records: pd.DataFrame, cases: Mapping[str, str], why: str) -> pd.DataFrame:
    """The places of learners: the first row of each on every sheet, as in `empty_places`.

    `records` has the columns student, source_file, source_sheet and source_row in the order they were read; `cases`
    names, for the code of each learner wanted, the case it belongs to. Cases are counted in the order of the files, so
    that nothing follows the order of codes.
    """
    rows = records.loc[among(records["student"], cases), ["student", *SOURCE]]
    if rows.empty:
        return empty_places()
    rows = rows.drop_duplicates(["student", "source_file", "source_sheet"])
    case = pd.factorize(rows["student"].map(cases))[0] + 1
    rows = rows.assign(why=why, case=case).sort_values("case", kind="stable").reset_index(drop=True)
    types = empty_places().dtypes.to_dict()
    return rows[list(types)].astype(types)


def among(codes: pd.Series[str], wanted: Container[str]) -> npt.NDArray[np.bool_]:
    """Whether each code is one of those wanted; asked once a distinct code, where `isin` hashes every text twice."""
    at, distinct = pd.factorize(codes)
    is_wanted = np.fromiter((code in wanted for code in distinct.tolist()), bool, len(distinct))
    return np.append(is_wanted, False)[at]  # a code that is not known stands at -1, the last
