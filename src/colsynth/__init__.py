"""Spreadsheets from a network of schools in, one careful report per community out."""

import sys

__version__ = "0.1.0"

# jsonschema asks for this module to check internationalised web addresses; it compiles grammars for two to
# three seconds at import and nothing here needs it (https://github.com/python-jsonschema/jsonschema/issues/1428).
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
