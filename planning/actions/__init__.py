from planning.actions.flags import decide_flag, raise_flag, tell_of
from planning.actions.grounds import keep_grounds
from planning.actions.projects import keep_project
from planning.actions.rows import keep_rows
from planning.actions.status import take_step

__all__ = [
    "decide_flag",
    "keep_grounds",
    "keep_project",
    "keep_rows",
    "raise_flag",
    "take_step",
    "tell_of",
]
