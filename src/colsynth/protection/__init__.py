"""What may be shown? The one door between results and pages: small numbers stay out, whatever they are called."""

from colsynth.protection.finding import protect_finding
from colsynth.protection.linked import Linked
from colsynth.protection.scan import scan, scan_table
from colsynth.protection.table import Counted, Protected, Table, protect

__all__ = ["Counted", "Linked", "Protected", "Table", "protect", "protect_finding", "scan", "scan_table"]
