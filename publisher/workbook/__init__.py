"""The researcher's Excel workbook: issuing an empty one, and reading whatever comes back."""
