"""Single answers are saved as they are given: whoever comes back goes on at the page they were on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_doors_count_and_seal")]
    operations = [
        migrations.AddField(
            model_name="response",
            name="at_page",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="the index of the page in the middle of which somebody is; empty once it was taken",
                null=True,
            ),
        ),
    ]
