"""The statements of the play button: one that looks, one that begins. Values are parameters.

What may be known of is judged by `catalog.facts`; these find rows by index and keep them.
"""

from catalog.services.facts_sql import facts_expression

# All that a beginning depends on but the viewer's other streams: those are looked at when nobody
# else begins one of hers. `hers` is her tickets for this screening.
LOOK = f"""
WITH hers AS (
    SELECT ticket.id, booking.mode = 'room' AS of_room
    FROM catalog_screening screening
    JOIN catalog_offer offer ON offer.screening_id = screening.id
    JOIN catalog_ticket ticket ON ticket.offer_id = offer.id
    LEFT JOIN catalog_booking booking ON booking.id = ticket.booking_id
    WHERE screening.public_id = %(screening)s AND ticket.holder_id = %(viewer)s::bigint
)
SELECT screening.id,
    ARRAY(
        SELECT json_build_array(item.id, item.public_id, coalesce(version.publication_id, 0),
            publication.held_until IS NULL OR publication.held_until < %(held_until)s,
            coalesce(least(film.concealed_at, edition.concealed_at) <= %(now)s, false), film.id)
        FROM catalog_screeningitem item
        JOIN catalog_filmversion version ON version.id = item.version_id
        JOIN catalog_film film ON film.id = version.film_id
        LEFT JOIN transcoding_publication publication ON publication.id = version.publication_id
        WHERE item.screening_id = screening.id
        ORDER BY item.position),
    ARRAY(SELECT id FROM hers WHERE of_room),
    ARRAY(
        SELECT json_build_array(
            saved.ticket_id, saved.item_id, saved.position_seconds, saved.saved_at)
        FROM playback_progress saved
        WHERE saved.ticket_id IN (SELECT id FROM hers) AND saved.expires_at > %(now)s),
    {facts_expression(screening="screening.id", user="%(viewer)s::bigint")}
FROM catalog_screening screening
JOIN catalog_edition edition ON edition.id = screening.edition_id
WHERE screening.public_id = %(screening)s
"""

# Asked by whoever holds the viewer's lock. It begins nothing where no place is free. Of what lapsed
# the oldest are ended, or this would take ever longer for whoever begins thousands.
BEGIN = """
WITH mine AS (
    SELECT id, seated_at, lease_until, ticket_id FROM playback_playbacksession
    WHERE user_id = %(user_id)s AND ended_at IS NULL
), live AS (
    SELECT count(*) AS streams, count(*) FILTER (WHERE ticket_id = %(ticket_id)s) AS of_ticket
    FROM mine WHERE lease_until > %(now)s
), lapsed AS (
    UPDATE playback_playbacksession SET ended_at = %(now)s, end_reason = 'lapsed', country = ''
    WHERE id IN (
        SELECT id FROM mine WHERE lease_until <= %(now)s
        ORDER BY seated_at DESC, id DESC OFFSET %(most_lapsed)s
    )
), begun AS (
    INSERT INTO playback_playbacksession (
        public_id, token_hash, user_id, screening_id, ticket_id, in_room,
        started_at, seated_at, metered_until, granted_until, lease_until,
        end_reason, country, watch_after_seconds, served_periods, at_item_id, position_seconds
    )
    SELECT %(public_id)s, %(token_hash)s, %(user_id)s, %(screening_id)s, %(ticket_id)s,
        %(in_room)s, %(now)s, %(now)s, %(now)s, %(granted_until)s, %(lease_until)s,
        '', %(country)s, %(watch_after_seconds)s, '{}', %(at_item_id)s, %(position_seconds)s
    FROM live
    WHERE streams < %(places)s AND NOT (%(in_room)s AND of_ticket > 0)
    RETURNING id
), played AS (
    INSERT INTO playback_sessionitem (session_id, item_id, publication_id, position)
    SELECT begun.id, listed.item, listed.publication, listed.place - 1
    FROM begun, unnest(%(items)s::bigint[], %(publications)s::bigint[])
        WITH ORDINALITY AS listed (item, publication, place)
)
SELECT id FROM begun
"""
