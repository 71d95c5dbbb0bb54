"""A survey rule that was started although a check was red keeps why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("csat", "0013_rounds_pause_and_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="started_despite",
            field=models.JSONField(
                blank=True, null=True, help_text="which checks were red at the start, why it was, and who"
            ),
        ),
    ]
