"""Rows of cells as a file: CSV and XLSX. What stands in them is decided by whoever hands them over."""
