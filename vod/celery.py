"""The Celery application: the doorbell. What is to be done stands in PostgreSQL (ADR 0003)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")

app = Celery("vod")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["vod"])  # no Django app, and yet it has tasks
