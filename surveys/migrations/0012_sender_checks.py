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
            ],
        ),
        migrations.AddField(
            model_name="brand",
            name="reply_reader",
            field=models.CharField(
                blank=True, db_default="", help_text="who reads that mailbox, by name", max_length=200
            ),
        ),
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
                condition=models.Q(
                    models.Q(("device", ""), _negated=True),
                    models.Q(("begun_device", ""), _negated=True),
                    _connector="OR",
                ),
                fields=["saved_at"],
                name="response_device",
            ),
        ),
        migrations.AddField(
            model_name="sendercheck",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
