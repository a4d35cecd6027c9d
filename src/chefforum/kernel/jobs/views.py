"""Following a job."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from . import queries
from .access import FOLLOW_JOBS


@access(FOLLOW_JOBS)
@require_safe
def job_list(request: Request) -> HttpResponse:
    page = page_of(queries.list_jobs(actor=request.actor), request)
    now = timezone.now()
    jobs = [queries.status_of(job=job, at=now) for job in page]
    return render(request, "jobs/job_list.html", {"page": page, "jobs": jobs, "nouns": "opgave,opgaver"})


@access(FOLLOW_JOBS)
@require_safe
def job_detail(request: Request, job_id: UUID) -> HttpResponse:
    """The whole page, or the part that changes where the page asks for it; on to the result when there is one."""
    try:
        job = queries.get_job(actor=request.actor, job_id=job_id, at=timezone.now())
    except queries.JobNotFound:
        raise Http404 from None
    if job.is_over and not job.has_failed and job.result_url:
        return HttpResponseClientRedirect(job.result_url) if request.htmx else redirect(job.result_url)
    context = {"job": job, "progress": job.progress(url=request.path)}
    return render(request, "jobs/_progress.html" if request.htmx else "jobs/job_detail.html", context)
