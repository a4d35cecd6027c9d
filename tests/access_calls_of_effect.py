"""The addresses of effect and capacity of placements: what all who work here may see."""

from __future__ import annotations

from tests.access_calls import Call, get

CALLS: dict[str, dict[str, Call]] = {
    "placements:effect": {"": get(), "no such choice": get(query="?aar=vejr&definition=0")},
    "placements:time_to_close": {"": get(), "outside": get(query="?sted=outside&type=utility")},
    "placements:capacity": {
        "": get(),
        "cannot be": get(query="?pladser=0&besaettelse=75&uger=4&risiko=10&noegle=Skoler+1"),
    },
}
