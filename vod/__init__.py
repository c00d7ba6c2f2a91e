"""The Django project of the exhibition's online edition."""

from vod.celery import app as celery_app

__all__ = ["celery_app"]
