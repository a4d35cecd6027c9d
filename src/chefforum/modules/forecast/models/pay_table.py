"""The dated tables that fixed pay is reckoned from, a row for a rate from a date. See docs/methods/fixed_pay.md."""

from __future__ import annotations

from django.db import models

from ..rules.pay_rows import PAY_KIND_NAMES, RULE_NAMES, PayKind, PayRule


class PayTable(models.Model):
    """A row of a dated table. What it uses of `step`, `amount_oere`, `pct` and `days` depends on its kind: a step's
    monthly rate, a general rise, pension, special holiday allowance, or a rule of reimbursement, whose `account` says
    where what comes back is booked (a code, or a pattern with *)."""

    kind = models.CharField("tabel", max_length=20, choices=[(one.value, PAY_KIND_NAMES[one]) for one in PayKind])
    group = models.CharField("gruppe", max_length=60, blank=True)
    step = models.CharField("trin", max_length=20, blank=True)
    valid_from = models.DateField("gælder fra")
    amount_oere = models.BigIntegerField("beløb i øre", null=True)
    pct = models.DecimalField("procent", max_digits=9, decimal_places=4, null=True)
    days = models.PositiveSmallIntegerField("dage", null=True)
    rule = models.CharField(
        "regel", max_length=10, choices=[(one.value, RULE_NAMES[one]) for one in PayRule], blank=True
    )
    account = models.CharField("konto", max_length=60, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "group", "step", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "group", "step", "valid_from"], name="pay_table_row_starts_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.group} {self.step} {self.valid_from}"
