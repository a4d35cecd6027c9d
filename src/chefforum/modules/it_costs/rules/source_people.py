"""Of a source's rows what names people is left out before they are kept: nothing here asks for it."""

from __future__ import annotations

from typing import Any

# KITOS' own words, in small letters: who has a role, who made or changed a row, who signed, and whom to write to.
OF_PEOPLE = frozenset(
    {
        "roles",
        "user",
        "createdby",
        "lastmodifiedby",
        "lastchangedby",
        "lastchangedbyuser",
        "signedby",
        "contactperson",
        "contactemail",
        "contactphone",
    }
)


def without_people(value: Any) -> Any:
    """The same rows, without the fields that name people, however deep they are.

    >>> without_people([{"uuid": "1", "lastModifiedBy": {"name": "Bo"}, "supplier": {"signedBy": "Bo", "cvr": "9"}}])
    [{'uuid': '1', 'supplier': {'cvr': '9'}}]
    """
    if isinstance(value, dict):
        return {name: without_people(one) for name, one in value.items() if name.lower() not in OF_PEOPLE}
    if isinstance(value, list):
        return [without_people(one) for one in value]
    return value
