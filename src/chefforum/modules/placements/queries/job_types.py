"""Types of job, with how many placements and places have each."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from ..models import JobType


class JobTypeNotFound(LookupError):
    """There is no such type of job."""


def list_job_types() -> QuerySet[JobType]:
    """In their order, with `placement_count` and `place_count`. One query."""
    return JobType.objects.annotate(
        placement_count=Count("placements", distinct=True), place_count=Count("places", distinct=True)
    ).order_by("position", "name")


def find_job_type(code: str) -> JobType:
    """Raises JobTypeNotFound."""
    found = JobType.objects.filter(code=code).first()
    if found is None:
        raise JobTypeNotFound(code)
    return found


def active_job_types() -> list[tuple[str, str]]:
    """Codes and names of all, in their order."""
    return list(JobType.objects.values_list("code", "name"))


def job_types_in_use() -> QuerySet[JobType]:
    """Those that can be chosen."""
    return JobType.objects.filter(is_active=True)
