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
METHOD_MEANS = {
    "default": "Et udglattet niveau og de seneste tre måneder, med årets op- og nedgange og uden engangsbeløb.",
    "combined": "Gennemsnittet af udglattet niveau, lige linje og Theta.",
    "smoothed_level": "Kontoens niveau, hvor nye måneder tæller mest.",
    "trend_and_season": "Kontoens retning og årets op- og nedgange.",
    "straight": "Gennemsnittet af årets lukkede måneder i hver måned, der er tilbage.",
    "last_twelve": "Gennemsnittet af de seneste tolv måneder i hver måned, der er tilbage.",
    "same_months_last_year": "Det samme som i de samme måneder sidste år.",
}
LEVEL_NAMES = {
    "line": "Konti på arbejdspladser",
    "unit": "Arbejdspladser",
    "whole": "Hele kommunen",
    "other": "Almindelige konti",
}
