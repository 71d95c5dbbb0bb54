"""Doors count what leaves no response; answers that wait to be sealed are encrypted under a random id."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_answers_being_changed")]

    operations = [
        migrations.DeleteModel(name="UnsealedAnswer"),
        migrations.CreateModel(
            name="UnsealedAnswer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "secret",
                    models.TextField(
                        help_text="answer, group, language and day, under the installation's key"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.surveyversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CollectorDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(help_text="anonymous, flooded, repeated, full", max_length=20),
                ),
                ("hits", models.PositiveIntegerField(default=0)),
                (
                    "collector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="surveys.collector",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("collector", "day", "kind"), name="collector_day_once")
                ]
            },
        ),
    ]
