"""Cells of a workbook as the CSV writes them."""

import datetime


def as_csv(cell: object) -> str:
    """A cell of a workbook as the CSV of the same table writes it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def without_zone(cell: str) -> str:
    """A moment loses its zone in a workbook; a number its trailing zero."""
    try:
        moment = datetime.datetime.fromisoformat(cell)
    except ValueError:
        return cell.removesuffix(".0") if cell.replace(".", "", 1).isdigit() else cell
    return cell if len(cell) == 10 else moment.replace(tzinfo=None).isoformat()
