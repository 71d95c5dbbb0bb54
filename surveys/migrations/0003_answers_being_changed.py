"""Pages of a change wait here until the person sends it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_editor_doors_and_responses")]
    operations = [
        migrations.AddField(
            model_name="response",
            name="changing",
            field=models.JSONField(
                blank=True,
                help_text="answers being changed after the submission, until they are sent",
                null=True,
            ),
        ),
    ]
