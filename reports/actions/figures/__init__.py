"""A figure that a released diagnosis prints would be another, because what is behind it was corrected, withdrawn or
erased: a notice waits, which everybody who has the diagnosis gets once somebody released it."""

from reports.actions.figures.telling import tell_corrected

__all__ = ["tell_corrected"]
