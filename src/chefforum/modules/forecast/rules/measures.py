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
LEVEL_NAMES = {"line": "Konti på arbejdspladser", "unit": "Arbejdspladser", "whole": "Hele kommunen"}
