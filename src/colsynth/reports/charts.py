"""How is a chart drawn without the network? As a still SVG, and as JSON for the script that makes it live."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup, escape

from colsynth.reports.bundle import VEGA_LITE

# Keys that would make a chart load or open something.
_REACHING = {"url", "href"}


class ChartError(ValueError):
    """A chart that cannot be drawn here; the message says why in a few words."""


def json_script(spec: dict[str, Any]) -> Markup:
    """A chart's JSON for a script element: nothing in it can end the element or start another."""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def still_svg(spec: dict[str, Any], alt: str, name: str) -> Markup:
    """A chart as inline SVG whose ids start with `name`; `alt` is read to someone who cannot see it."""
    _refuse_reaching(spec)
    import vl_convert

    quiet = {**spec, "config": {**spec.get("config", {}), "aria": False}}
    try:
        json.dumps(spec, allow_nan=False)
        svg = str(vl_convert.vegalite_to_svg(quiet, vl_version=VEGA_LITE, allowed_base_urls=[]))
    except Exception as error:  # the drawing library raises whatever its JavaScript raised
        raise ChartError(f"the chart cannot be drawn ({type(error).__name__})") from error
    svg = re.sub(r"^<\?xml[^>]*>\s*", "", svg)
    width = re.match(r'<svg [^>]*?\bwidth="([\d.]+)"', svg)
    # On a phone a still chart keeps a size that can be read, and scrolls.
    least = f' style="min-width:min({width[1]}px,30rem)"' if width else ""
    label = f'<svg role="img" aria-label="{escape(alt)}"{least}'
    return Markup(label + _own_ids(_slim(svg), name).removeprefix("<svg"))


# What a still picture has no use for: paths that show nothing, and what only a live chart or its own reader looks at.
_NOTHING = re.compile(r'<path [^>]*?(?:d="M0,0h0v0h0Z"|d="")[^>]*?/>')
_UNUSED = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"| opacity="1"')
_FONT = re.compile(r' font-family="([^"]*)"')


def _slim(svg: str) -> str:
    """The same picture in about half the letters; a font that every text has is said once."""
    svg = _UNUSED.sub("", _NOTHING.sub("", svg))
    fonts = set(_FONT.findall(svg))
    if len(fonts) == 1:
        svg = _FONT.sub("", svg).replace("<svg", f'<svg font-family="{fonts.pop()}"', 1)
    return svg


def _own_ids(svg: str, name: str) -> str:
    """Ids numbered in the order they appear, so that two charts never share one and two runs agree."""
    ids = {old: f"{name}-s{n}" for n, old in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)), 1)}
    for pattern in (r'(\bid=")([^"]+)(")', r"(url\(['\"]?#)([^)'\"]+)(['\"]?\))", r'(href="#)([^"]+)(")'):
        svg = re.sub(pattern, lambda match: match[1] + ids.get(match[2], match[2]) + match[3], svg)
    return svg


def _refuse_reaching(part: Any, inside_data: bool = False) -> None:
    if isinstance(part, list):
        for item in part:
            _refuse_reaching(item, inside_data)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in _REACHING and not inside_data:
                raise ChartError(f"the chart has '{key}', which reaches outside the page")
            _refuse_reaching(value, inside_data or key in ("values", "datasets"))
