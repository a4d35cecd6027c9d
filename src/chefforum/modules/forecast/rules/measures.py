"""The methods that are held beside each other, and what they are measured on, in words."""

from __future__ import annotations

METHOD_NAMES = {
    "default": "Prognosens metode",
    "combined": "Middel af tre metoder",
    "smoothed_level": "Udglattet niveau",
    "trend_and_season": "Theta",
    "straight": "Lige linje",
    "last_twelve": "De seneste tolv måneder",
    "same_months_last_year": "Samme måneder sidste år",
    "share_of_last_year": "Forbrugsprocent",
}
# What ordinary lines may be reckoned by instead of the forecast's own method. "Forbrugsprocent" is shown beside them to
# warn of it: it leans upwards wherever a bill comes early.
CHOOSABLE = (
    "default",
    "combined",
    "smoothed_level",
    "trend_and_season",
    "straight",
    "last_twelve",
    "same_months_last_year",
)
LEVEL_NAMES = {"line": "Konti på arbejdspladser", "unit": "Arbejdspladser", "whole": "Hele kommunen"}
