"""Every address has a name and declares who may use it; the access matrix knows them all."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from tests.access_matrix import addresses, read_matrix


def test_every_address_has_a_name() -> None:
    nameless = [address.route for address in addresses() if not address.name]
    assert not nameless


def test_every_address_declares_its_rule() -> None:
    without = [address.name for address in addresses() if not isinstance(address.rule, Rule)]
    assert not without, f"views without @access(RULE): {without}"


def test_no_two_addresses_have_one_name() -> None:
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted(set(names))


def test_every_address_is_in_the_access_matrix_and_nothing_else_is() -> None:
    known = {row.url_name for row in read_matrix()}
    there = {address.name for address in addresses()}
    assert not there - known, "addresses that the matrix says nothing of"
    assert not known - there, "addresses of the matrix that do not exist"
