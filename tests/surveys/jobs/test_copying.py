"""Rows written by COPY are the rows that bulk_create would have written, whatever stands in them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from surveys.jobs import copying
from surveys.models import Batch, Brand, Invitation, Schedule
from tests.surveys import asked

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
TEXTS = st.one_of(
    st.sampled_from(["\\N", "a\tb\nc\\d\r", '"', "{}", "NULL", "'; --", "Ёлка 🙂", "\\."]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
)


def schedules(texts: list[str], days: list[int]) -> list[Schedule]:
    return [
        Schedule(
            purpose="copying",
            about=f"{number}{text}"[:60],
            local_time=AT.time(),
            zone="UTC",
            weekdays=days,
            day_of_month=number % 28 + 1 if number % 2 else None,
            next_slot_at=AT,
            created_at=AT,
        )
        for number, text in enumerate(texts)
    ]


def stored(rows: Any) -> list[dict[str, Any]]:
    kept = rows[0].__class__.objects.filter(id__in=[row.pk for row in rows]).order_by("id").values()
    return [{name: value for name, value in row.items() if name not in ("id", "uuid")} for row in kept]


class TestEqual(TestCase):
    @given(st.lists(TEXTS, min_size=1, max_size=5), st.lists(st.integers(0, 6), max_size=3))
    @settings(max_examples=60)
    def test_what_is_copied_is_what_is_created(self, texts: list[str], days: list[int]) -> None:
        with transaction.atomic():
            copied = copying.insert(schedules(texts, days))
            found = stored(copied)
            Schedule.objects.all().delete()
        created = Schedule.objects.bulk_create(schedules(texts, days))
        assert found == stored(created)
        assert [row.about for row in copied] == [row["about"] for row in found]


@pytest.mark.django_db
def test_json_arrays_generated_columns_and_defaults_of_the_database() -> None:
    asked.brand()
    version, batch = asked.published("nps", now=AT), asked_batch()

    def invitation() -> Invitation:
        return Invitation(
            batch=batch,
            version=version,
            address="Irina@Client.example",
            language="en",
            kind="csi",
            facts={"company": 'ООО "Альфа"\n', "order_amount": 1.5, "nothing": None},
            quiet_on=[date(2026, 11, 21), date(2026, 11, 22)],
            not_before_at=AT,
            expires_at=AT.replace(day=30),
            created_at=AT,
        )

    [copied], [created] = copying.insert([invitation()]), Invitation.objects.bulk_create([invitation()])
    assert stored([copied]) == stored([created])
    assert Invitation.objects.get(pk=copied.pk).domain == "client.example"
    assert Invitation.objects.get(pk=copied.pk).uuid == copied.uuid and not copied._state.adding


def asked_batch() -> Batch:
    """Its channel is a default of the database, which stays the database's to give."""
    brand = Brand.objects.get()
    sender = {
        "sender_name": "D",
        "sender_address": brand.sender_address,
        "reply_to_address": "r@ours.example",
    }
    [batch] = copying.insert([Batch(name="copied", created_at=AT, **sender)])
    return Batch.objects.get(pk=batch.pk, channel="email")


@pytest.mark.django_db
def test_a_conflict_is_an_error_and_nothing_is_nothing() -> None:
    assert copying.insert([]) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        copying.insert([*schedules(["same"], []), *schedules(["same"], [])])
    assert not Schedule.objects.exists()
