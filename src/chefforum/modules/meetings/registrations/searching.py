"""Items can be searched."""

from __future__ import annotations

from chefforum.kernel.search.registry import SearchSource, register_search_source

from .. import search
from ..access import READ_MEETINGS


def register() -> None:
    register_search_source(SearchSource(kind=search.KIND, title="Punkter", rows=search.entries, rule=READ_MEETINGS))
