"""Accounts and what they are, over time; and cost centres that the organisation does not know."""

from django.db import models
from django.db.models import F, Q

from chefforum.calc.account_string import DANISH, Dimension
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.words import LINE_CLASS_NAMES, LineClass


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name=name)


class Account(models.Model):
    """An account by its code; the parts of an authorised string where the code is one, else empty."""

    code = models.CharField("konto", max_length=60)
    name = models.CharField("navn", max_length=200, blank=True)
    function = models.CharField("funktion", max_length=5, blank=True)
    dranst = models.CharField("dranst", max_length=1, blank=True)
    ownership = models.CharField("ejerforhold", max_length=1, blank=True)
    grouping = models.CharField("gruppering", max_length=3, blank=True)
    art = models.CharField("art", max_length=2, blank=True)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="account_starts_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="account_has_one_open_period"
            ),
            _ends_after_it_begins("account_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class AccountDimension(models.Model):
    """A code of the authorised structure in a dimension, as loaded from the ministry's tables, in a period."""

    dimension = models.CharField(
        "dimension", max_length=20, choices=[(dimension.value, DANISH[dimension]) for dimension in Dimension]
    )
    code = models.CharField("kode", max_length=9)
    name = models.CharField("navn", max_length=300)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["dimension", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code", "valid_from"], name="dimension_code_starts_once"),
            _ends_after_it_begins("dimension_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LineClassRule(models.Model):
    """Accounts that fit the pattern are of the class. The lowest order that fits decides.

    A pattern is codes with * and ?, parted by commas; an empty one fits all.
    """

    order = models.PositiveIntegerField("rækkefølge", default=100)
    account = models.CharField("konto", max_length=200, blank=True)
    function = models.CharField("funktion", max_length=200, blank=True)
    dranst = models.CharField("dranst", max_length=40, blank=True)
    grouping = models.CharField("gruppering", max_length=200, blank=True)
    art = models.CharField("art", max_length=100, blank=True)
    line_class = models.CharField(
        "linjetype", max_length=20, choices=[(one.value, LINE_CLASS_NAMES[one]) for one in LineClass]
    )
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [_ends_after_it_begins("line_class_rule_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.order}: {self.get_line_class_display()}"


class CostCentreMapping(models.Model):
    """The unit of a cost centre that the organisation's own codes do not know, in a period."""

    code = models.CharField("omkostningssted", max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ledger_mappings", verbose_name="enhed")
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("oprettet")

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="cost_centre_mapping_starts_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="cost_centre_mapping_has_one_open_period"
            ),
            _ends_after_it_begins("cost_centre_mapping_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.unit}"
