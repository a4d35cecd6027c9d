"""For a daily timer: removes jobs that ended more than 30 days ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chefforum.kernel.jobs.services import prune_jobs


class Command(BaseCommand):
    help = "Fjerner opgaver, der sluttede for mere end 30 dage siden"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{prune_jobs(at=timezone.now())} gamle opgaver er fjernet.")
