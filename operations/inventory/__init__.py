from operations.inventory.fields import Line, lines, unclassified
from operations.inventory.table import TABLE, UNSCREENED, Held, Holds

__all__ = ["TABLE", "UNSCREENED", "Held", "Holds", "Line", "lines", "unclassified"]
