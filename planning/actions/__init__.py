from planning.actions.grounds import keep_grounds
from planning.actions.projects import keep_project
from planning.actions.rows import keep_rows
from planning.actions.status import take_step

__all__ = ["keep_grounds", "keep_project", "keep_rows", "take_step"]
