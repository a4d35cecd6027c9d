"""What a file of a source would do to the links that there are."""

from __future__ import annotations

from collections.abc import Mapping

from ..models import SourceLink, SourceSnapshot


def rows_against(*, source: str, collection: str, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Names of the rows that are new, and of what is linked and not among them. `names`: by the source's number."""
    links = list(SourceLink.objects.filter(source=source, collection=collection).select_related("system", "contract"))
    known = {one.external_id for one in links}
    new = sorted(name for number, name in names.items() if number not in known)
    gone = sorted(
        str(one.system or one.contract or one.external_id)
        for one in links
        if one.gone_since is None and one.external_id not in names
    )
    return new, gone


def state_of_source(source: str) -> str:
    """Changes with each reading."""
    newest = SourceSnapshot.objects.filter(source=source).order_by("-fetched_at", "pk").first()
    return str(newest.pk) if newest else "none"
