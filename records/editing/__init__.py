from records.editing.sections import Section
from records.editing.session import Editing, drafts_of

__all__ = ["Editing", "Section", "drafts_of"]
