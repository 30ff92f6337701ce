# The image of the site, of the worker and of the clock: one image, three commands.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/uv.txt requirements/base.txt requirements/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && /opt/venv/bin/uv pip install --no-cache --python /opt/venv/bin/python \
        --require-hashes -r requirements/base.txt \
    && /opt/venv/bin/uv pip uninstall --python /opt/venv/bin/python uv

FROM python:3.11-slim-bookworm
# What WeasyPrint loads to lay out the PDFs.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin trame
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    TRAME_VAR=/app/var
WORKDIR /app
COPY . .
# The values below serve this one command and are not kept in the image.
RUN SECRET_KEY=collecting-static-files-needs-no-secret-0123456789-0123456789 \
    DATABASE_URL=sqlite:////tmp/none CELERY_BROKER_URL=redis://none ALLOWED_HOSTS=none \
    BASE_URL=https://none python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/private \
    && chown trame:trame var var/private
USER trame
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
