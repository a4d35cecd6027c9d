"""Dated tables of which lines belong together: the service frame, a committee's area; and which refund follows which
cost."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit

from ..rules.selections import LONGEST, SELECTION_NAMES, SelectionKind


class Selection(models.Model):
    """A part of the accounts with a name: the service frame, a committee's area, construction."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("navn", max_length=100)
    kind = models.CharField(
        "slags", max_length=20, choices=[(one.value, SELECTION_NAMES[one]) for one in SelectionKind]
    )
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        ordering = ["kind", "position", "name"]

    def __str__(self) -> str:
        return self.name


class SelectionRule(models.Model):
    """Lines that fit are in the selection, or out of it. The lowest order that fits decides; what none fits is out.

    A pattern is codes with * and ?, parted by commas; an empty one fits all. A unit fits itself and what is below it.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField("rækkefølge", default=100)
    takes_in = models.BooleanField("regnes med", default=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.CharField("konto", max_length=LONGEST["account"], blank=True)
    function = models.CharField("funktion", max_length=LONGEST["function"], blank=True)
    dranst = models.CharField("dranst", max_length=LONGEST["dranst"], blank=True)
    ownership = models.CharField("ejerforhold", max_length=LONGEST["ownership"], blank=True)
    grouping = models.CharField("gruppering", max_length=LONGEST["grouping"], blank=True)
    art = models.CharField("art", max_length=LONGEST["art"], blank=True)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        ordering = ["selection", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="selection_rule_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.selection} {self.order}"


class RefundRule(models.Model):
    """From a day, a unit's `refund_accounts` get back a share of what its `cost_accounts` cost, some months later."""

    refund_accounts = models.CharField("refusionskonti", max_length=200)
    cost_accounts = models.CharField("udgiftskonti", max_length=200)
    share_pct = models.DecimalField("andel i procent", max_digits=7, decimal_places=4)
    lag_months = models.PositiveSmallIntegerField("måneder efter", default=0)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        ordering = ["refund_accounts", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="refund_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(share_pct__gt=0, share_pct__lte=100), name="refund_rule_has_a_possible_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.refund_accounts}: {self.share_pct} % af {self.cost_accounts}"
