"""Which script draws the charts? Vega, Vega-Lite and Vega-Embed as one text, built once and kept; pages hold it packed.

Building takes seconds, so the text is kept in the user's cache folder under the version that built it, with
its SHA-256 beside it: a file that was cut short or changed is built again.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_dir

VEGA_LITE = "6.4"


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def vega_bundle() -> str:
    """The JavaScript that defines `window.vegaEmbed`."""
    path = Path(user_cache_dir("colsynth")) / f"charts-{VEGA_LITE}-{version('vl-convert-python')}.js"
    kept = _read(path)
    if kept is not None:
        return kept
    import vl_convert

    text = str(vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=VEGA_LITE))
    text = "(() => {" + text.replace("\r\n", "\n") + "\n})();"  # a scope of its own, as it runs beside the page's
    _keep(path, text)
    return text


@cache
def packed(script: str) -> str:
    """A script as gzip in base64, less than half its size; every browser since the spring of 2023 unpacks it."""
    return base64.b64encode(gzip.compress(script.encode("utf-8"), mtime=0)).decode("ascii")


def _read(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8")
        stated = path.with_suffix(".sha256").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return text if sha256(text) == stated else None


def _keep(path: Path, text: str) -> None:
    """Written aside and renamed; a cache that cannot be written costs time, never a report."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for target, content in ((path, text), (path.with_suffix(".sha256"), sha256(text))):
            handle, aside = tempfile.mkstemp(dir=path.parent, prefix=target.name)
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8"))
            Path(aside).replace(target)
    except OSError:
        return
