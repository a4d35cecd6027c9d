from .overlaps import NeedQuestion, OverlapVerdict
from .scenarios import ConsolidationScenario, ScenarioStatusChange, ScenarioSystem, ScenarioVersion

__all__ = [
    "ConsolidationScenario",
    "NeedQuestion",
    "OverlapVerdict",
    "ScenarioStatusChange",
    "ScenarioSystem",
    "ScenarioVersion",
]
