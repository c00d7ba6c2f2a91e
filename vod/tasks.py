"""Beat's tasks that need more than one app."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts import services as accounts
from catalog import services as catalog
from catalog.services import concealing, notices, reminding, search_index, stills
from transcoding import collection, steering
from transcoding.models import JobStep
from vod import erasing, privacy
from vod.audience import services as audience
from vod.conventions import idempotency
from vod.playback import services as playback
from vod.playback.services import telling

logger = logging.getLogger(__name__)


@shared_task
def set_priorities() -> None:
    """Days go by: what opens next is to be transcoded next."""
    catalog.set_priorities(now=timezone.now())


@shared_task
def forget_logins() -> None:
    """What expired leaves no trace of who was here."""
    accounts.forget_expired(now=timezone.now())


@shared_task
def keep_withdrawn() -> None:
    """The net below whoever changes the catalogue: what is withdrawn stays out of sight.

    New words that mention it are struck out, and pictures move whose store was away.
    """
    concealing.conceal()
    stills.move_concealed(now=timezone.now())


@shared_task
def remind() -> None:
    """Whoever has a ticket, a day before it opens."""
    reminding.remind(now=timezone.now())


@shared_task
def tell() -> None:
    """Holders of what was taken back, and whoever sent what has come through."""
    now = timezone.now()
    notices.tell_of_withdrawals(now=now)
    notices.tell_of_masters(now=now)


@shared_task
def erase() -> None:
    """Destroy what is left of films to be erased. Their keys went with the word itself."""
    erasing.erase_due(now=timezone.now())


@shared_task
def repair_search() -> None:
    """The net below whoever changes the catalogue: documents of other words are made anew."""
    if repaired := search_index.repair():
        logger.warning("%s documents of the search index were stale", repaired)


@shared_task
def collect() -> None:
    """Sessions that ended, then publications that nothing plays, then uploads nobody finished.

    Support codes go when they have run out. Sweeps that were parked come again: what they would
    delete is left behind otherwise.
    """
    now = timezone.now()
    steering.sweep_again(steps=JobStep.objects.all(), now=now)
    with transaction.atomic():  # every session that is forgotten was counted, once
        audience.tally(telling.over_before_forgotten(now=now))
        playback.forget_ended(now=now)
    playback.forget_traces(now=now)
    catalog.forget_support_codes(now=now)
    collection.collect(now=now)
    collection.drop_uploads(now=now)


@shared_task
def forget_answers() -> None:
    """Answers to idempotency keys, a day after."""
    idempotency.forget_expired(now=timezone.now())


@shared_task
def note_places() -> None:
    """Countries, while sessions still know them."""
    now = timezone.now()
    audience.note_places(telling.seated(now=now), now=now)


@shared_task
def publish_audience() -> None:
    """Reports whose time is over, then periods that closed, then what waited in vain."""
    now = timezone.now()
    audience.summarise_reports(now=now)
    audience.publish(now=now)
    audience.forget(now=now)


@shared_task
def retain() -> None:
    """Once a day, every rule of what is held of people."""
    counts = privacy.retain(timezone.now())
    logger.info("forgotten: %s rows", sum(counts.values()))
