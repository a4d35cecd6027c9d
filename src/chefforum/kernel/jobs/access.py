"""Who may follow a job: who started it, and administrators, who must find out why work stands still.

A job says no more than its title and what is happening now, so keep contents of cases out of both.
"""

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor, Role, Rule

from .models import Job

FOLLOW_JOBS = Rule("jobs.follow", "følge opgaver", lambda actor: actor.is_signed_in)


def visible_to(actor: Actor) -> QuerySet[Job]:
    if actor.has_role(Role.ADMINISTRATOR):
        return Job.objects.all()
    return own(actor)


def own(actor: Actor) -> QuerySet[Job]:
    """The person's own jobs; the command line's are those that no person started."""
    if actor.person_id is None:
        return Job.objects.filter(started_by__isnull=True) if actor.everything else Job.objects.none()
    return Job.objects.filter(started_by=actor.person_id)
