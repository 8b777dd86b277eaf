from planning.forms.flags import FlagForm, TellForm
from planning.forms.grounds import GroundForm
from planning.forms.projects import ProjectForm
from planning.forms.rows import funding_section, indicators_section, measured_section, written_in
from planning.forms.steps import step_form

__all__ = [
    "FlagForm",
    "GroundForm",
    "ProjectForm",
    "TellForm",
    "funding_section",
    "indicators_section",
    "measured_section",
    "step_form",
    "written_in",
]
