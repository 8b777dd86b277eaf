from operations.inventory.fields import Line, lines, unclassified
from operations.inventory.held import Held, Holds
from operations.inventory.table import TABLE
from operations.inventory.unscreened import UNSCREENED

__all__ = ["TABLE", "UNSCREENED", "Held", "Holds", "Line", "lines", "unclassified"]
