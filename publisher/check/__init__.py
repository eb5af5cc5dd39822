"""Does the content of a workbook make sense: from a `Workbook` as read to a `CountryReport` that can be trusted.

Every problem is told at its cell; what is wrong beyond use is left out of the report, and an error stops it anyway.
"""

from publisher.check.workbook import check_workbook, in_sheet_order

__all__ = ["check_workbook", "in_sheet_order"]
