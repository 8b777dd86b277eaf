from records.editing.left import keep_refused, left_by, left_in, not_handed_in
from records.editing.sections import Section
from records.editing.session import Editing

__all__ = ["Editing", "Section", "keep_refused", "left_by", "left_in", "not_handed_in"]
