"""Protection of small counts in what is printed for many: bands, primary and secondary suppression, and the audit.

`cells` says what a set of tables is, `of_window` makes the fixed list of tables of one stretch of time, `protect`
decides what is printed, by `elimination` over all exact cells together and by `audit` over all that is printed. The
thresholds stand in `analysis/disclosure.py`.
"""
