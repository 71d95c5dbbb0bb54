"""Every address of the installation."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.web import health, inbox

# Only what our login needs of allauth: nobody signs up, nobody edits addresses.
login = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *inbox.routes(),
    path("admin/", admin.site.urls),
    path("account/", include(login)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("surveys.public.urls")),
    path("", include("csat.client.urls")),
    path("surveys/", include("surveys.editor.urls")),
    path("api/v1/", include("csat.api.urls")),
    path("api/v1/", include("surveys.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "api/docs/", SpectacularSwaggerSplitView.as_view(template_name="csat/api/docs.html"), name="api-docs"
    ),
    path("", include("csat.pages.urls")),
]
