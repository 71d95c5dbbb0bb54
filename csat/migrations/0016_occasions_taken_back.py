"""An invitation that is taken back before it was sent leaves its occasion open."""

from django.db import migrations, models
from django.db.models import Q

ONCE = {
    "touchpoint_once_a_deal": (["deal", "survey", "contact"], "deal"),
    "touchpoint_once_a_wave": (["wave", "contact"], "wave"),
    "touchpoint_once_an_event": (["event", "survey", "contact", "after_days"], "event"),
}


def constraint(name: str) -> models.UniqueConstraint:
    fields, subject = ONCE[name]
    is_open = Q(**{f"{subject}__isnull": False, "withdrawn_at__isnull": True})
    return models.UniqueConstraint(fields=fields, condition=is_open, name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("csat", "0015_answers_looked_through"),
    ]

    operations = [
        migrations.AddField(
            model_name="touchpoint",
            name="withdrawn_at",
            field=models.DateTimeField(
                blank=True,
                help_text="taken back before anything was sent: may be asked about again",
                null=True,
            ),
        ),
        *(migrations.RemoveConstraint(model_name="touchpoint", name=name) for name in ONCE),
        *(migrations.AddConstraint(model_name="touchpoint", constraint=constraint(name)) for name in ONCE),
    ]
