from operations.inventory.fields import Line, lines, unclassified
from operations.inventory.table import TABLE, Held, Holds
from operations.inventory.unscreened import UNSCREENED

__all__ = ["TABLE", "UNSCREENED", "Held", "Holds", "Line", "lines", "unclassified"]
