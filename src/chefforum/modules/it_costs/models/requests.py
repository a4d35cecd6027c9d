"""Approval of new systems, licences and equipment: what is asked for, what was said of it, and what was decided."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import ANSWER_NAMES, CATEGORY_NAMES, HOSTING_NAMES, PERSONAL_DATA_NAMES, Answer, choices
from ..rules.request_states import STATE_NAMES, RequestState
from ..rules.request_words import (
    AI_CLASS_NAMES,
    HARDWARE_NAMES,
    LEVEL_NAMES,
    REQUEST_KIND_NAMES,
    REVIEW_ANSWERS,
    REVIEW_NAMES,
    AiClass,
)
from .systems import Contract, ItSystem

_LEVELS = [(one.value, name) for one, name in LEVEL_NAMES.items()]


def _answer(label: str) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=choices(ANSWER_NAMES), default=Answer.UNKNOWN.value)


class ItRequest(models.Model):
    """Something that somebody asks to buy, try or keep. `level` is set when the treatment begins, with why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("hvad der søges om", max_length=20, choices=choices(REQUEST_KIND_NAMES))
    title = models.CharField("hvad det hedder", max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="it_requests")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="it_requests")
    state = models.CharField("tilstand", max_length=20, choices=choices(STATE_NAMES), default=RequestState.DRAFT.value)
    need = models.TextField("behov", blank=True)
    alternatives = models.TextField("alternativer", blank=True)
    effects = models.TextField("effekt", blank=True)
    for_whom = models.CharField("hvem der skal bruge det", max_length=300, blank=True)
    users = models.PositiveIntegerField("antal brugere", null=True, blank=True)
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    vendor_name = models.CharField("leverandør", max_length=200, blank=True)
    tasks = models.CharField("opgaver (KLE)", max_length=1000, blank=True)
    wanted_from = models.DateField("ønskes fra", null=True, blank=True)
    wanted_until = models.DateField("ønskes til", null=True, blank=True)
    hosting = models.CharField("hvor det kører", max_length=20, choices=choices(HOSTING_NAMES), default="unknown")
    personal_data = models.CharField(
        "personoplysninger", max_length=20, choices=choices(PERSONAL_DATA_NAMES), default="unknown"
    )
    ai_class = models.CharField("AI", max_length=20, choices=choices(AI_CLASS_NAMES), default=AiClass.UNKNOWN.value)
    is_critical = _answer("kritisk")
    serves_vulnerable = _answer("udsatte borgere")
    processor_agreement = _answer("databehandleraftale")
    dpia = _answer("konsekvensanalyse")
    is_accessible = _answer("tilgængeligt")
    funding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    funding_account = models.CharField("konto", max_length=200, blank=True)
    funding = models.TextField("finansiering", blank=True)
    level = models.PositiveSmallIntegerField("hvem der afgør", null=True, blank=True, choices=_LEVELS)
    level_reason = models.TextField("hvorfor dem", blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    submitted_at = models.DateTimeField("indsendt", null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "id"]
        indexes = [models.Index(fields=["state", "-changed_at"], name="it_request_by_state")]

    def __str__(self) -> str:
        return self.title


class RequestLine(models.Model):
    """What is bought, and what it costs: once, or each year. Øre; None is not known."""

    request = models.ForeignKey(ItRequest, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField("plads")
    item = models.CharField("hvad", max_length=200)
    category = models.CharField("kategori", max_length=20, choices=choices(CATEGORY_NAMES))
    hardware = models.CharField("slags udstyr", max_length=20, choices=choices(HARDWARE_NAMES), blank=True)
    quantity = models.DecimalField("antal", max_digits=14, decimal_places=3, null=True, blank=True)
    amount_oere = models.BigIntegerField("beløb", null=True, blank=True)
    is_yearly = models.BooleanField("hvert år", default=False)
    first_year = models.PositiveSmallIntegerField("fra år")
    years = models.PositiveSmallIntegerField("antal år", default=1)

    class Meta:
        ordering = ["request", "place"]
        constraints = [models.UniqueConstraint(fields=["request", "place"], name="request_line_has_its_place")]

    def __str__(self) -> str:
        return f"{self.request}: {self.item}"


class RequestReview(models.Model):
    """A check that somebody was asked for; `person` None: the coordinator's. `dropped_at`: asked no more."""

    request = models.ForeignKey(ItRequest, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField("hvad der ses på", max_length=20, choices=choices(REVIEW_NAMES))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="it_reviews")
    asked_at = models.DateTimeField("spurgt")
    answer = models.CharField("svar", max_length=10, choices=choices(REVIEW_ANSWERS), blank=True)
    text = models.TextField("begrundelse", blank=True)
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField("spørges ikke mere", null=True, blank=True)

    class Meta:
        ordering = ["request", "kind", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"], condition=Q(dropped_at__isnull=True), name="request_check_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_kind_display()}"


class RequestDecision(models.Model):
    """What was decided, and its limits. One stands at a time; what was undone is kept. `meeting_*`: where the forum
    decided. `system`: what the decision wrote in the register; `contract`: that it was tied to; `volume_batch`: the
    numbers of what there is more of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ItRequest, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField("beslutning", max_length=20, choices=choices(STATE_NAMES))
    level = models.PositiveSmallIntegerField("afgjort af", choices=_LEVELS)
    what = models.TextField("hvad der er godkendt", blank=True)
    for_whom = models.CharField("for hvem", max_length=300, blank=True)
    quantity = models.DecimalField("højst antal", max_digits=14, decimal_places=3, null=True, blank=True)
    amount_oere = models.BigIntegerField("op til", null=True, blank=True)
    expires_on = models.DateField("udløber", null=True, blank=True)
    conditions = models.TextField("vilkår", blank=True)
    reason = models.TextField("begrundelse", blank=True)
    meeting_on = models.DateField("mødedag", null=True, blank=True)
    meeting_reference = models.CharField("punkt eller journalnummer", max_length=200, blank=True)
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    volume_batch = models.UUIDField("antal, der er skrevet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("tidspunkt")
    undone_at = models.DateTimeField("fortrudt", null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(undone_at__isnull=True), name="request_has_one_decision"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RequestState.APPROVED.value)
                | Q(amount_oere__isnull=False, expires_on__isnull=False),
                name="it_approval_has_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_outcome_display()}"


class RequestEvent(models.Model):
    """What happened to a request, oldest first, with what was written: an act, or a comment (`act` "comment")."""

    request = models.ForeignKey(ItRequest, on_delete=models.CASCADE, related_name="events")
    act = models.CharField("hvad", max_length=20)
    text = models.TextField("ord", blank=True)
    state = models.CharField("tilstand efter", max_length=20, choices=choices(STATE_NAMES))
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["request", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.request}: {self.act}"


class ApprovalLimits(models.Model):
    """Who decides what from a day on, with its source; the newest that has begun holds. Never changed: a new one is
    made, and one can be taken away again. Kroner, all years of a request together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    valid_from = models.DateField("gælder fra")
    free_below = models.PositiveBigIntegerField("frit under")
    chief_from = models.PositiveBigIntegerField("områdets chef fra")
    forum_from = models.PositiveBigIntegerField("Chefforum fra")
    ordinary_data = models.PositiveSmallIntegerField("almindelige personoplysninger", choices=_LEVELS)
    sensitive_data = models.PositiveSmallIntegerField("følsomme personoplysninger", choices=_LEVELS)
    ai = models.PositiveSmallIntegerField("AI", choices=_LEVELS)
    high_risk_ai = models.PositiveSmallIntegerField("AI med høj risiko", choices=_LEVELS)
    critical = models.PositiveSmallIntegerField("kritisk", choices=_LEVELS)
    months = models.PositiveSmallIntegerField("en godkendelse gælder, måneder")
    security_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    data_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    law_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("hvor det er besluttet", max_length=300)
    created_at = models.DateTimeField("oprettet")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-created_at"]

    def __str__(self) -> str:
        return f"{self.valid_from}"
