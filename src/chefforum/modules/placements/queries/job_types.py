"""Types of job that people are placed in, with how many placements and places have each."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from ..models import JobType


class JobTypeNotFound(LookupError):
    """There is no such type of job."""


def list_job_types() -> QuerySet[JobType]:
    """Those in use."""
    return JobType.objects.filter(is_active=True)


def job_types_with_counts() -> QuerySet[JobType]:
    """All, in their order, with `placement_count` and `place_count`. One query."""
    return JobType.objects.annotate(
        placement_count=Count("placements", distinct=True), place_count=Count("places", distinct=True)
    ).order_by("position", "name")


def find_job_type(code: str) -> JobType:
    """Raises JobTypeNotFound."""
    found = JobType.objects.filter(code=code).first()
    if found is None:
        raise JobTypeNotFound(code)
    return found


def job_type_names() -> list[tuple[str, str]]:
    """Codes and names of all, in their order."""
    return list(JobType.objects.values_list("code", "name"))
