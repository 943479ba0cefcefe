"""What do schools fill in? Workbooks made from the register declarations, blank or prepared for one school."""

from colsynth.intake.template.blank import FIRST_SHEETS, write_template
from colsynth.intake.template.framework_book import write_framework_workbook
from colsynth.intake.template.per_school import write_school_workbooks
from colsynth.intake.template.rating_books import write_rating_workbooks
from colsynth.intake.template.settings_book import write_settings_workbook

__all__ = [
    "FIRST_SHEETS",
    "write_framework_workbook",
    "write_rating_workbooks",
    "write_school_workbooks",
    "write_settings_workbook",
    "write_template",
]
