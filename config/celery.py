import os

from celery import Celery

# As in `wsgi.py`, whose own default would come too late: importing `config` imports this module.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("trame")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
