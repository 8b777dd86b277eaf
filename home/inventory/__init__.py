from home.inventory.fields import Line, lines, unclassified
from home.inventory.table import TABLE, UNSCREENED, Held, Holds

__all__ = ["TABLE", "UNSCREENED", "Held", "Holds", "Line", "lines", "unclassified"]
