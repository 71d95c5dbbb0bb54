"""A round pauses or ends by itself, while its survey rule goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("csat", "0012_occasions_are_events_too"),
    ]

    operations = [
        migrations.AddField(
            model_name="wave",
            name="ended_at",
            field=models.DateTimeField(blank=True, help_text="stopped for good", null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="held_at",
            field=models.DateTimeField(blank=True, help_text="pauses since: nobody more is asked", null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="held_because",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
    ]
