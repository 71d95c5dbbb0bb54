"""What was found out about the sender's mails, and who reads the answers to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0011_device_of_an_answer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="brand",
            name="reply_reader",
            field=models.CharField(
                blank=True, db_default="", help_text="who reads that mailbox, by name", max_length=200
            ),
        ),
        migrations.CreateModel(
            name="SenderCheck",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("is_good", models.BooleanField(help_text="empty: could not be found out", null=True)),
                (
                    "facts",
                    models.JSONField(
                        blank=True, default=dict, help_text="about which domain, what was found"
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
