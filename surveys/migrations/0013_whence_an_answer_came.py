"""Where an answer was begun, whether one of us submitted it, and the index of what is to be forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0012_sender_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="begun_device",
            field=models.CharField(
                blank=True, db_default="", help_text="the same of its first saved page", max_length=32
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="from_inside",
            field=models.CharField(
                blank=True,
                choices=[("session", "Session"), ("network", "Network")],
                db_default="",
                help_text="submitted by a browser that is logged in here, or from a network of ours",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("device", ""), _negated=True)
                | models.Q(("begun_device", ""), _negated=True),
                fields=["saved_at"],
                name="response_device",
            ),
        ),
    ]
