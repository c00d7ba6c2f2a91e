"""The statement of the access decision: all that it needs to know of a screening and a viewer.

It gives one JSON document, so that a statement that knows both can take it along. It finds rows by
index only and has no parameters: what may be seen at an instant, `catalog.facts` judges.
"""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from catalog.facts import Document
from catalog.statements import rows_of

Asker = User | AnonymousUser | None  # None: nobody is logged in


def facts_expression(*, screening: str, user: str) -> str:
    """A document for `facts.facts_from`, as an SQL expression of type json.

    `screening` and `user` are SQL expressions of primary keys; of nobody it is NULL. The document
    is NULL where there is no such screening.
    """
    return _DOCUMENT.format(screening=screening, user=user)


def documents(screenings: Collection[int], *, user: Asker) -> Mapping[int, Document]:
    """Documents by primary key of the screening, in one statement."""
    viewer = user.pk if user is not None and user.is_authenticated else None
    found = rows_of(_OF_MANY, {"screenings": list(screenings), "viewer": viewer})
    return {pk: document for pk, document in found if document is not None}


# Of rights and offers that hold everywhere no list is read.
_TERRITORIES = """
CASE {row}.territory_rule WHEN 'everywhere' THEN ARRAY[]::varchar[] ELSE {row}.territories || ARRAY(
    SELECT unnest(tg.territories) FROM catalog_{table}_territory_groups m
    JOIN catalog_territorygroup tg ON tg.id = m.territorygroup_id
    WHERE m.{table}_id = {row}.id) END"""

# The grants in force for film and edition.
_RIGHTS = f"""
ARRAY(
    SELECT json_build_object(
        'id', r.public_id, 'use', r.use,
        'begins', lower(r.dates), 'ends', upper(r.dates),
        'rule', r.territory_rule,
        'territories', {_TERRITORIES.format(row="r", table="rightsgrant")},
        'cap', r.cap, 'holdback_until', r.holdback_until,
        'holdback_territories', r.holdback_territories)
    FROM catalog_rightsgrant r
    WHERE r.film_id = film.id
      AND (r.edition_id IS NULL OR r.edition_id = edition.id)
      AND NOT EXISTS (SELECT FROM catalog_rightsgrant WHERE supersedes_id = r.id)
    ORDER BY r.id)"""

_ITEMS = f"""
ARRAY(
    SELECT json_build_object(
        'id', item.id, 'kind', item.kind, 'needed', item.on_unavailable = 'deny',
        'published', version.publication_id IS NOT NULL, 'film', film.slug,
        'visibility', film.visibility, 'reveal_at', film.reveal_at,
        'seconds', film.runtime_seconds,
        'paused_at', least(film.paused_at, edition.paused_at),
        'rights', CASE item.kind WHEN 'film' THEN {_RIGHTS} END)
    FROM catalog_screeningitem item
    JOIN catalog_filmversion version ON version.id = item.version_id
    JOIN catalog_film film ON film.id = version.film_id
    WHERE item.screening_id = screening.id
    ORDER BY item.position)"""

# Revoked ones too; what was given back is nobody's.
_TICKETS = """
ARRAY(
    SELECT json_build_object(
        'id', ticket.id, 'issued_at', ticket.issued_at, 'started_at', ticket.started_at,
        'extended_until', ticket.extended_until, 'revoked', ticket.revoked_at IS NOT NULL)
    FROM catalog_ticket ticket
    WHERE ticket.holder_id = asked.viewer AND ticket.offer_id = offer.id
      AND ticket.released_at IS NULL
    ORDER BY ticket.id)"""

# Spans are in microseconds, as a timedelta has them.
_OFFERS = f"""
ARRAY(
    SELECT json_build_object(
        'id', offer.id, 'audience', offer.audience,
        'opens', lower(offer.window), 'closes', upper(offer.window),
        'close_mode', offer.close_mode,
        'unlock', (extract(epoch FROM offer.unlock) * 1000000)::bigint,
        'watch', (extract(epoch FROM offer.watch) * 1000000)::bigint,
        'rule', offer.territory_rule,
        'territories', {_TERRITORIES.format(row="offer", table="offer")},
        'network_policy', offer.network_policy, 'tickets', {_TICKETS})
    FROM catalog_offer offer
    WHERE offer.screening_id = screening.id
    ORDER BY offer.id)"""

# An account that is not active is nobody's. `asked` keeps the caller's names out of ours.
_DOCUMENT = f"""(
SELECT json_build_object(
    'state', edition.state,
    'viewer', (
        SELECT json_build_object('confirmed', account.confirmed_by <> '')
        FROM accounts_user account WHERE account.id = asked.viewer AND account.is_active),
    'items', {_ITEMS},
    'offers', {_OFFERS})
FROM (SELECT {{screening}} AS screening, {{user}} AS viewer) AS asked
JOIN catalog_screening screening ON screening.id = asked.screening
JOIN catalog_edition edition ON edition.id = screening.edition_id)"""

_OF_MANY = f"""
SELECT number, {_DOCUMENT.format(screening="number", user="%(viewer)s::bigint")}
FROM unnest(%(screenings)s::bigint[]) AS number"""
