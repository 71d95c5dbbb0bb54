"""An event keeps when its source wrote it: an older word never overwrites a newer one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("csat", "0017_rounds_are_drawn_and_announced"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="source_time",
            field=models.DateTimeField(
                blank=True,
                help_text="when the source wrote it: an older one never overwrites a newer",
                null=True,
            ),
        ),
    ]
