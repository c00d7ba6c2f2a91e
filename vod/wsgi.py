"""WSGI entry point."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import get_resolver

from catalog.finding.readings import syllables

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")

application = get_wsgi_application()

from transcoding import rotation  # noqa: E402 - its models are there now

try:
    rotation.require_keys()  # refuses to start: nobody could play a film, and new ones be lost
except DatabaseError as failure:
    logging.getLogger(__name__).warning("keys are not tried, the database is away: %s", failure)
finally:
    connection.close()
# What is loaded by now stays for good. The collector need not go through it again and again: with
# the dictionaries of readings a pass of it held up a request for 0.1 to 0.2 s (ADR 0023).
syllables()  # loads the dictionary, which workers do without
get_resolver().url_patterns  # noqa: B018 - loads all views
gc.collect()
gc.freeze()
