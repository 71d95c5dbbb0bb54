"""Loads the surveys that come with the product; run after every upgrade, changes nothing twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from surveys.actions import library


class Command(BaseCommand):
    help = "Creates the library's surveys and publishes what changed in them."

    def handle(self, *args: Any, **options: Any) -> None:
        report = library.load(now=timezone.now())
        for name in ("created", "updated", "unchanged", "kept"):
            keys = getattr(report, name)
            if keys:
                self.stdout.write(f"{name}: {', '.join(keys)}")
