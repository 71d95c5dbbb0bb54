"""The limit: a Django view that checks six numbers and writes response and answers in one statement.

No middleware, no token, no page of its own: what is left is HTTP, Python and PostgreSQL.
"""

import os
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

URL = urlsplit(os.environ["DATABASE_URL"])
SOCKET, _, NAME = URL.path.removeprefix("/").rpartition("/")

settings.configure(
    SECRET_KEY="only for a measurement",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=True,
    LOGGING_CONFIG=None,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": URL.username,
            "HOST": f"/{SOCKET}" if not SOCKET.startswith("/") else SOCKET,
            "CONN_MAX_AGE": 600,
        }
    },
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect  # noqa: E402
from django.urls import path  # noqa: E402

QUESTIONS = ("one", "two", "three", "four", "five", "six")
WRITE = """
WITH response AS (INSERT INTO bench_response DEFAULT VALUES RETURNING id)
INSERT INTO bench_answer (response_id, question, value)
SELECT response.id, number, value
FROM response, unnest(%s::smallint[]) WITH ORDINALITY AS given (value, number)
"""
FORM = (
    "<!doctype html><html lang=en><title>Six questions</title><form method=post>"
    + "".join(
        f"<fieldset><legend>Question {name}</legend>"
        + "".join(f"<label><input type=radio name={name} value={n}>{n}</label>" for n in range(1, 11))
        + "</fieldset>"
        for name in QUESTIONS
    )
    + "<button>Send</button></form>"
).encode()


def answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(FORM, headers={"Content-Length": str(len(FORM))})
    given = parse_qs(request.body.decode())
    try:
        values = [int(given[name][0]) for name in QUESTIONS]
    except (KeyError, ValueError):
        return HttpResponseBadRequest()
    if not all(1 <= value <= 10 for value in values):
        return HttpResponseBadRequest()
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [values])
    return HttpResponseRedirect("/thanks", headers={"Content-Length": "0"})


urlpatterns = [path("s/<str:token>", answer)]
application = get_wsgi_application()
