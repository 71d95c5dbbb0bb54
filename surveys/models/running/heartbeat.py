"""When a process that must always run was last seen at work."""

from django.db import models


class Heartbeat(models.Model):
    """One row a kind of process (the sweep), moved forward at the end of each of its rounds."""

    name = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.beaten_at:%Y-%m-%d %H:%M:%S}"
