"""A published version is never deleted: answers and trends stand on it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0005_where_somebody_is"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="surveyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="version_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a418f85fec5caa8fb8e047da1d9b3e883e45d4fb",
                    operation="DELETE",
                    pgid="pgtrigger_version_is_kept_aaae1",
                    table="surveys_surveyversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
