# The production image: web, worker, sweep and migrate are this one image with different commands.
# It carries neither embedded servers nor the demo's inbox: only requirements.txt goes in.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt /app/
RUN pip install --require-hashes -r /app/requirements.txt
COPY . /app
WORKDIR /app
# Settings want addresses; these are placeholders of this one step and reach no server and no later layer.
RUN SECRET_KEY=placeholder-while-the-image-is-built-0123456789-abcdefgh \
    BASE_URL=https://build.invalid DATABASE_URL=postgres://build.invalid/none \
    BROKER_URL=redis://build.invalid EMAIL_URL=smtp://build.invalid \
    sh -c 'python manage.py catalogue --compile && python manage.py collectstatic --noinput' \
    && python -m compileall -q /app

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin barometer
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "config.web.wsgi", "--config", "config/web/gunicorn.py"]
