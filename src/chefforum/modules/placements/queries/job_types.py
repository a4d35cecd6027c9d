"""Types of job that people are placed in."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import JobType


def list_job_types() -> QuerySet[JobType]:
    """Those in use."""
    return JobType.objects.filter(is_active=True)
