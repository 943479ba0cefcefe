"""Vega-Lite charts as exhibits carry them: a line with its goal, bars by school, two panels."""

from __future__ import annotations

from typing import Any

SCHOOLS = ["Rata", "Kōwhai", "Tōtara", "Mānuka", "Nīkau", "Pōhutukawa", "Harakeke"]
TERMS = ["2024-T4", "2025-T2", "2025-T4", "2026-T2", "2026-T3"]


def line_chart() -> dict[str, Any]:
    """The share at expectation over five terms, with the goal as a labelled line."""
    values = [{"term": term, "share": share} for term, share in zip(TERMS, (62, 63, 65, 66, 68), strict=True)]
    x = {"field": "term", "type": "ordinal", "axis": {"labelAngle": 0, "title": None}}
    y = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {"title": "%"}}
    goal = {
        "data": {"values": [{"goal": 75, "label": "goal 75 %"}]},
        "encoding": {"y": {"field": "goal", "type": "quantitative"}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 560,
        "height": 240,
        "config": {"axis": {"grid": False, "labelFontSize": 12}, "view": {"stroke": None}, "clip": True},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "line", "color": "#12436D", "point": True, "clip": True},
                "encoding": {"x": x, "y": y, "tooltip": {"field": "share"}},
            },
            {**goal, "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#3D3D3D"}},
            {
                **goal,
                "mark": {"type": "text", "align": "right", "dy": -7, "fontSize": 12, "x": "width"},
                "encoding": {**goal["encoding"], "text": {"field": "label"}},
            },
        ],
    }


def bar_chart(schools: list[str] = SCHOOLS) -> dict[str, Any]:
    """A bar a school, in a fixed order."""
    values = [{"school": f"{name} School", "share": 50 + 5 * n} for n, name in enumerate(schools)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 420,
        "height": {"step": 26},
        "data": {"name": "rows"},
        "datasets": {"rows": values},
        "mark": {"type": "bar", "color": "#12436D"},
        "config": {"axis": {"grid": False, "labelFontSize": 12}, "view": {"stroke": None}},
        "encoding": {
            "y": {
                "field": "school",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 240},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 100]},
                "axis": {"title": "% at expectation"},
            },
        },
    }


def small_multiples() -> dict[str, Any]:
    """The same bars for two groups beside one another."""
    values = [
        {"group": group, "year": f"Year {year}", "share": 50 + 3 * year + plus}
        for group, plus in (("Māori", 0), ("Pacific", 4))
        for year in range(4, 9)
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "facet": {"column": {"field": "group", "type": "nominal", "title": None}},
        "config": {"axis": {"grid": False}, "view": {"stroke": None}},
        "spec": {
            "width": 250,
            "height": 150,
            "mark": {"type": "bar", "color": "#28A197"},
            "encoding": {
                "y": {"field": "year", "type": "nominal", "title": None},
                "x": {"field": "share", "type": "quantitative", "scale": {"domain": [0, 100]}, "title": "%"},
            },
        },
    }
