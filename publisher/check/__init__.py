"""Does the content of a workbook make sense: from a `Workbook` as read to a `CountryReport` that
can be trusted.

A function `…_of` returns a value, `…_faults` yields what of it cannot be used, `check_…` yields
what is doubtful. Every problem is told at its cell; what is wrong beyond use is left out of the
report, and the problem stops it anyway.
"""

from publisher.check.dismissals import Dismissed
from publisher.check.workbook import CheckedWorkbook, check_workbook, in_sheet_order

__all__ = ["CheckedWorkbook", "Dismissed", "check_workbook", "in_sheet_order"]
