"""Celery's side: a ring says that there is mail; which, stands in the database."""

import logging

from celery import Celery, current_app, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from vod.outbox import delivery

logger = logging.getLogger(__name__)
MOST_A_RING = 100


def ring() -> None:
    """Tell a worker that there is mail, after the commit."""
    transaction.on_commit(_ring_now)


def _ring_now() -> None:
    app: Celery = current_app
    try:
        app.send_task("vod.outbox.tasks.send")
    except BrokerAway as failure:
        logger.warning("broker not reached, beat will ring again: %s", failure)


@shared_task
def send() -> None:
    """Mail what is due, some of it. Where a mail server is away, the rest waits for beat."""
    delivery.give_up(now=timezone.now())
    for _ in range(MOST_A_RING):
        message = delivery.claim(now=timezone.now())
        if message is None:
            return
        try:
            delivery.deliver(message, now=timezone.now())
        except delivery.ServerAway:
            return
    _ring_now()
