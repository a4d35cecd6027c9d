"""The tables of it_costs, by what they hold."""

from .changes import RegisterChange
from .costs import AllocationKey, AllocationWeight, ClassificationRule, CostLine, NamedDifference
from .extracts import Extract, ExtractException, ExtractLine, ExtractSignature, ExtractSum, LineVerdict
from .requests import ApprovalLimits, ItRequest, RequestDecision, RequestEvent, RequestLine, RequestReview
from .sources import FieldValue, SourceLink, SourceMapping, SourceSnapshot
from .systems import Contract, ContractSystem, Dependency, ItSystem, SystemTask, SystemUnit, Vendor, VendorMerge
from .volumes import Headcount, PriceIndex, Replacement, Volume, VolumeChange

__all__ = [
    "AllocationKey",
    "AllocationWeight",
    "ApprovalLimits",
    "ClassificationRule",
    "Contract",
    "ContractSystem",
    "CostLine",
    "Dependency",
    "Extract",
    "ExtractException",
    "ExtractLine",
    "ExtractSignature",
    "ExtractSum",
    "FieldValue",
    "Headcount",
    "ItRequest",
    "ItSystem",
    "LineVerdict",
    "NamedDifference",
    "PriceIndex",
    "RegisterChange",
    "Replacement",
    "RequestDecision",
    "RequestEvent",
    "RequestLine",
    "RequestReview",
    "SourceLink",
    "SourceMapping",
    "SourceSnapshot",
    "SystemTask",
    "SystemUnit",
    "Vendor",
    "VendorMerge",
    "Volume",
    "VolumeChange",
]
