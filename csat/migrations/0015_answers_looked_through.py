"""Which answers were looked through for signs of answers that nobody meant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("csat", "0014_started_despite_a_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="looked_through_at",
            field=models.DateTimeField(
                blank=True, help_text="when it was looked through for flags; empty: not yet", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                condition=models.Q(("looked_through_at__isnull", True)),
                fields=["id"],
                name="assessment_to_look_through",
            ),
        ),
    ]
