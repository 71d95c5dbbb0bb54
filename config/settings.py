"""Django's settings; what differs between installations comes from config/environment/."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment, rest

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment.read(dict(os.environ))
MODE = ENVIRONMENT.mode

SECRET_KEY = ENVIRONMENT.secret_key
BASE_URL = ENVIRONMENT.base_url
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
OFFICE_NETWORKS = ENVIRONMENT.office_networks  # answers from there are looked at twice
DEBUG = False

INSTALLED_APPS = [
    "config.apps.RoofConfig",
    "csat",
    "surveys",
    "config.apps.LastResortConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "axes",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "django_htmx",
    "health_check",
]

MIDDLEWARE = [
    "config.web.proxies.believe_trusted_proxies",
    "config.web.health.answer_probes_by_any_name",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.frame.frame",
            ],
        },
    }
]

# --- database, broker, cache -------------------------------------------------------------------
DATABASES = {"default": ENVIRONMENT.database}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 10,
    "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=60000",
}
# Each thread keeps its connection and checks it at the start of a request. No pool: psycopg's pauses 0, 1,
# 2, 4, 8 s between the dead connections that a restarted database leaves in it, longer than it may wait.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENVIRONMENT.cache_url,
        "KEY_PREFIX": "barometer",
    }
}

CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL = ENVIRONMENT.mail
EMAIL_HOST, EMAIL_PORT = MAIL.relay["EMAIL_HOST"], MAIL.relay["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.relay["EMAIL_HOST_USER"], MAIL.relay["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.relay["EMAIL_USE_TLS"], MAIL.relay["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 15
MAIL_LOOKUP_URL, MAIL_SETTLE_SECONDS = MAIL.lookup_url, MAIL.settle_seconds
MAIL_PROVIDER, MAIL_EVENTS_SECRET = MAIL.provider, MAIL.events_secret
RETURN_PATH, FEEDBACK_MAILBOX_URL = MAIL.return_path, MAIL.feedback_mailbox_url
DKIM_KEY_FILE, DKIM_DOMAIN, DKIM_SELECTOR = MAIL.dkim_key_file, MAIL.dkim_domain, MAIL.dkim_selector
SEND_LEASE_SECONDS = MAIL.send_lease_seconds
SWEEP_SECONDS = ENVIRONMENT.sweep_seconds
# The demo's inbox page (config/inbox.py): every mail that its own mail server has taken.
INBOX_FOLDER = ENVIRONMENT.inbox_folder
INBOX_URL = "/inbox/" if INBOX_FOLDER else ""
MAIL_PREVIEW_ROOT = INBOX_FOLDER
MAIL_PREVIEW_ALLOW = "config.web.inbox.is_allowed"

# --- languages, time -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [ROOT / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

# --- static files --------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Collected while the image is built; demo and tests serve the files from where they lie.
STATIC_ROOT = ROOT / "var" / "static" if MODE == environment.PRODUCTION else None
WHITENOISE_USE_FINDERS = MODE != environment.PRODUCTION
WHITENOISE_AUTOREFRESH = False
if MODE == environment.PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# --- login ---------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "csat.access.RolePermissions",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
# The username is the e-mail address in lower case (csat.customers.actions.logins sets it).
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_ADAPTER = "config.login.ClosedDoorAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers' addresses get no mail from us
ACCOUNT_FORMS = {
    "login": "config.login.PlainLoginForm",
    "change_password": "config.login.PlainChangePasswordForm",
    "set_password": "config.login.PlainSetPasswordForm",
    "reset_password": "config.login.PlainResetPasswordForm",
    "reset_password_from_key": "config.login.PlainResetPasswordKeyForm",
}
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # config/proxies.py has seen to it
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"

# --- the wire ------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- the API -------------------------------------------------------------------------------------
REST_FRAMEWORK = rest.REST_FRAMEWORK
DRF_STANDARDIZED_ERRORS = rest.DRF_STANDARDIZED_ERRORS
SPECTACULAR_SETTINGS = rest.SPECTACULAR_SETTINGS
REST_KNOX = rest.REST_KNOX

# --- logging -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"masked": {"()": "config.web.masking.Masked"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masked"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
