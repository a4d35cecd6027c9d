"""Systems, contracts and vendors can be found."""

from __future__ import annotations

from chefforum.kernel.search.registry import SearchSource, register_search_source

from .. import search
from ..access import READ_SYSTEMS


def register() -> None:
    for kind, title, rows in (
        (search.SYSTEMS, "It-systemer", search.systems),
        (search.CONTRACTS, "It-kontrakter", search.contracts),
        (search.VENDORS, "It-leverandører", search.vendors),
    ):
        register_search_source(SearchSource(kind=kind, title=title, rows=rows, rule=READ_SYSTEMS))
