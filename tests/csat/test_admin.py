"""The admin is for superusers only, and each of its lists opens."""

import pytest
from django.test import Client
from django.urls import reverse

from csat import admin as ours
from csat.access import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_list_and_form_opens_for_a_superuser(client: Client, cast: factories.Cast) -> None:
    factories.UserFactory(username="root@ours.example", is_staff=True, is_superuser=True)
    client.force_login(factories.User.objects.get(username="root@ours.example"))
    for model in (*ours.SHOWN, *ours.HISTORY):
        name = model._meta.model_name
        assert client.get(reverse(f"admin:csat_{name}_changelist")).status_code == 200
    assert client.get(reverse("admin:csat_account_change", args=[cast.account.pk])).status_code == 200
    assert client.get(reverse("admin:csat_importbatch_add")).status_code == 403


def test_staff_alone_opens_nothing(client: Client) -> None:
    user = factories.UserFactory(is_staff=True, roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    for model in (*ours.SHOWN, *ours.HISTORY):
        assert client.get(reverse(f"admin:csat_{model._meta.model_name}_changelist")).status_code == 302
