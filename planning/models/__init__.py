from planning.models.flags import ReviewFlag
from planning.models.grounds import Grounding
from planning.models.indicators import Indicator, Measurement
from planning.models.money import Funding
from planning.models.projects import Partnership, Project

__all__ = ["Funding", "Grounding", "Indicator", "Measurement", "Partnership", "Project", "ReviewFlag"]
