"""The register: systems and technical installations, who makes them, who has them, and what ties them together."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import (
    ANSWER_NAMES,
    HOSTING_NAMES,
    LIFE_CYCLE_NAMES,
    NEED_NAMES,
    PERSONAL_DATA_NAMES,
    SOURCE_NAMES,
    SYSTEM_KIND_NAMES,
    Answer,
    Hosting,
    LifeCycle,
    Need,
    PersonalData,
    SystemKind,
    choices,
)


class Vendor(models.Model):
    """Who sells and runs systems; a CVR number is of one vendor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    cvr = models.CharField(
        "CVR", max_length=8, null=True, blank=True, unique=True, validators=[RegexValidator(r"^\d{8}$")]
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VendorMerge(models.Model):
    """That a vendor was laid under another, and all that moved with it, so that it can be undone as one act.

    `gone_id`: the one that is gone. `moved`: a table and its field → the rows that pointed at it.
    `gave_cvr`: whether the other got its CVR number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gone_id = models.UUIDField("den, der er væk")
    name = models.CharField("navn", max_length=200)
    cvr = models.CharField("CVR", max_length=8, blank=True)
    gave_cvr = models.BooleanField("gav sit CVR-nummer", default=False)
    into = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="merged")
    moved = models.JSONField("flyttet", default=dict)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("fortrudt", null=True, blank=True)

    class Meta:
        ordering = ["-at", "name"]

    def __str__(self) -> str:
        return self.name


class ItSystem(models.Model):
    """A system or a technical installation that the municipality has, whoever bought it.

    `owner_unit` answers for it and pays; `family` is what it is counted with when prices and numbers are compared.
    What nobody has said is "unknown", which is open. `bought_outside_it`: a department's own purchase.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("type", max_length=20, choices=choices(SYSTEM_KIND_NAMES), default=SystemKind.SYSTEM.value)
    name = models.CharField("navn", max_length=200)
    former_name = models.CharField("hed før", max_length=200, blank=True)
    description = models.TextField("hvad det bruges til", blank=True)
    family = models.CharField("familie", max_length=100, blank=True)
    business_type = models.CharField("forretningstype", max_length=100, blank=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="systems")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="it_systems")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="it_systems_owned")
    life_cycle = models.CharField(
        "livscyklus", max_length=20, choices=choices(LIFE_CYCLE_NAMES), default=LifeCycle.UNKNOWN.value
    )
    hosting = models.CharField(
        "hvor det kører", max_length=20, choices=choices(HOSTING_NAMES), default=Hosting.UNKNOWN.value
    )
    is_business_critical = models.CharField(
        "forretningskritisk", max_length=10, choices=choices(ANSWER_NAMES), default=Answer.UNKNOWN.value
    )
    is_socially_critical = models.CharField(
        "samfundskritisk", max_length=10, choices=choices(ANSWER_NAMES), default=Answer.UNKNOWN.value
    )
    personal_data = models.CharField(
        "personoplysninger", max_length=20, choices=choices(PERSONAL_DATA_NAMES), default=PersonalData.UNKNOWN.value
    )
    uses_ai = models.CharField("bruger AI", max_length=10, choices=choices(ANSWER_NAMES), default=Answer.UNKNOWN.value)
    serves_vulnerable = models.CharField(
        "udsatte borgere", max_length=10, choices=choices(ANSWER_NAMES), default=Answer.UNKNOWN.value
    )
    users_low = models.PositiveIntegerField("brugere, mindst", null=True, blank=True)
    users_high = models.PositiveIntegerField("brugere, højst", null=True, blank=True)
    bought_outside_it = models.BooleanField("afdelingens eget indkøb", default=False)
    need = models.CharField("nødvendigt", max_length=10, choices=choices(NEED_NAMES), default=Need.UNKNOWN.value)
    need_reason = models.TextField("begrundelse", blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("ude af registret", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["removed_at", "name"], name="it_system_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(users_low__isnull=True) | Q(users_high__isnull=True) | Q(users_high__gte=F("users_low")),
                name="it_system_users_are_a_range",
            ),
            models.CheckConstraint(
                condition=Q(need=Need.UNKNOWN.value) | ~Q(need_reason=""), name="it_system_need_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SystemUnit(models.Model):
    """A unit that uses a system."""

    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="used_by")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="it_systems_used")

    class Meta:
        ordering = ["system", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["system", "unit"], name="unit_uses_a_system_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.system}"


class SystemTask(models.Model):
    """A task of KLE (main group 00, group 00.30 or subject 00.30.04) that a system is for."""

    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="tasks")
    kle_number = models.CharField("KLE", max_length=8, db_index=True)

    class Meta:
        ordering = ["system", "kle_number"]
        constraints = [models.UniqueConstraint(fields=["system", "kle_number"], name="system_has_a_task_once")]

    def __str__(self) -> str:
        return f"{self.kle_number}: {self.system}"


class Dependency(models.Model):
    """`system` needs `on_system`: it stands still, or lacks data, where that one is away."""

    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="needs")
    on_system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="needed_by")
    text = models.CharField("hvad der udveksles", max_length=200, blank=True)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))

    class Meta:
        ordering = ["system", "on_system__name"]
        constraints = [
            models.UniqueConstraint(fields=["system", "on_system"], name="dependency_is_told_once"),
            models.CheckConstraint(condition=~Q(system=F("on_system")), name="system_does_not_need_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.system} → {self.on_system}"


class Contract(models.Model):
    """An agreement with a vendor of one or more systems. `ends_on` and `irrevocable_until` are the last days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    number = models.CharField("kontraktnummer", max_length=60, blank=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="it_contracts")
    starts_on = models.DateField("starter", null=True, blank=True)
    ends_on = models.DateField("slutter", null=True, blank=True)
    irrevocable_until = models.DateField("uopsigelig til", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("opsigelsesvarsel, måneder", null=True, blank=True)
    price_regulation = models.CharField("prisregulering", max_length=100, blank=True)
    accounting = models.CharField("kontering", max_length=200, blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("ude af registret", null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="it_contract_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContractSystem(models.Model):
    """A system that a contract is of, and its share of what it costs; None: not said, shared alike and told so."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="covers")
    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="covered_by")
    share = models.DecimalField("andel", max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["contract", "system__name"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "system"], name="contract_covers_a_system_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="contract_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.system}"
