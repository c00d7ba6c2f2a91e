"""The statements of the fast path: one that looks, one that keeps. Values are parameters.

A key or a heartbeat is one `LOOK_…`, a decision in Python, and one `KEEP_…`, which is its own
transaction. What may have changed in between is in its WHERE: it keeps nothing then.
"""

import re

from catalog.services.facts_sql import facts_expression


def _short(statement: str) -> str:
    """Without blanks that say nothing.

    psycopg remembers where the parameters of a statement are if it has 4,096 characters at most;
    of a longer one it finds out each time, which takes as long as half of the rest of its work.
    """
    return re.sub(r"\s*([(),=<>|]+)\s*", r"\1", " ".join(statement.split()))


# Of all columns, in the order of `services.looking.Seen`.
SESSION = f"""
    s.id, s.public_id, s.user_id, s.screening_id, s.trailer_id, s.ticket_id,
    s.started_at, s.granted_until, s.lease_until, s.ended_at, s.end_reason,
    s.in_room, s.watch_after_seconds, s.metered_until, s.at_item_id,
    others.ahead, others.ahead_in_room,
    v.kind, f.visibility, f.reveal_at, f.paused_at,
    {facts_expression(screening="s.screening_id", user="s.user_id")}
"""
# The viewer's other streams that come first: those that were seated before it, and all of them
# where its lease ran out. The partial index `session_running` finds them.
OTHERS = """
    CROSS JOIN LATERAL (
        SELECT count(*) AS ahead, count(*) FILTER (WHERE o.ticket_id = s.ticket_id) AS ahead_in_room
        FROM playback_playbacksession o
        WHERE o.user_id = s.user_id AND o.ended_at IS NULL AND o.lease_until > %(now)s
            AND o.id <> s.id
            AND (s.lease_until <= %(now)s OR (o.seated_at, o.id) < (s.seated_at, s.id))
    ) AS others
"""
FROM = f"""
    FROM playback_playbacksession s
    LEFT JOIN catalog_filmversion v ON v.id = s.trailer_id
    LEFT JOIN catalog_film f ON f.id = v.film_id
    {OTHERS}
"""
WHOSE = "WHERE s.token_hash = %(token_hash)s"

# The sealed secret, if it is one of a track that this session plays.
SEALED = """
    LEFT JOIN LATERAL (
        SELECT i.item_id, c.sealed, t.key_period_segments,
            (SELECT max(g.position) FROM transcoding_segment g WHERE g.track_id = t.id) AS last
        FROM playback_sessionitem i
        JOIN transcoding_publication_tracks p ON p.publication_id = i.publication_id
        JOIN transcoding_track t ON t.id = p.track_id
        JOIN transcoding_contentsecret c ON c.id = t.secret_id
        WHERE i.session_id = s.id AND t.secret_id = %(secret)s AND {which}
        ORDER BY i.position, t.id
        LIMIT 1
    ) AS period ON true
"""
# The item that a player says it is at, if this session plays it.
ITEM = """
    LEFT JOIN LATERAL (
        SELECT i.item_id
        FROM playback_sessionitem i JOIN catalog_screeningitem w ON w.id = i.item_id
        WHERE i.session_id = s.id AND w.public_id = %(item)s
    ) AS played ON true
"""
LOOK_FOR_KEY = _short(f"""
    SELECT {SESSION}, period.item_id, period.sealed, period.key_period_segments, period.last,
        s.served_periods @> %(number)s::bigint
    {FROM} {SEALED.format(which="t.key_period_segments > 0")} {WHOSE}
""")
LOOK_FOR_STILLS = _short(f"""
    SELECT {SESSION}, period.item_id, period.sealed, 0, 0, true
    {FROM} {SEALED.format(which="t.kind = 'i_frames'")} {WHOSE}
""")
LOOK_FOR_HEARTBEAT = _short(f"SELECT {SESSION}, played.item_id {FROM} {ITEM} {WHOSE}")
LOOK = _short(f"SELECT {SESSION} {FROM} {WHOSE}")

# What a session plays, in order; that of a trailer has no item.
SHOWN = _short(f"""
    SELECT w.public_id, i.publication_id, s.public_id, s.granted_until, s.lease_until, s.ended_at
    FROM playback_playbacksession s
    JOIN playback_sessionitem i ON i.session_id = s.id
    LEFT JOIN catalog_screeningitem w ON w.id = i.item_id
    {WHOSE}
    ORDER BY i.position
""")

# A lapsed session is kept only by whoever holds the viewer's lock and has seen a free place.
KEPT = """
    UPDATE playback_playbacksession SET
        {what},
        granted_until = %(until)s,
        ticket_id = %(ticket)s,
        country = %(country)s,
        seated_at = CASE WHEN lease_until > %(now)s THEN seated_at ELSE %(now)s END
    WHERE id = %(session)s AND ended_at IS NULL
        AND (lease_until > %(now)s OR %(seat_is_free)s) {unless}
    RETURNING lease_until, granted_until
"""
LEASED = """
    lease_until = LEAST(GREATEST(lease_until, %(now)s + %(lease)s::interval), %(until)s)"""
KEEP = KEPT.format(what=LEASED, unless="")
AT = f"{LEASED}, at_item_id = %(item)s, position_seconds = %(position)s"
KEEP_AT = KEPT.format(what=AT, unless="")
MOVED = """ON CONFLICT (ticket_id, item_id) DO UPDATE SET
            position_seconds = EXCLUDED.position_seconds,
            saved_at = EXCLUDED.saved_at,
            expires_at = EXCLUDED.expires_at"""
KEEP_WITH_POSITION = f"""
    WITH kept AS ({KEEP_AT}), saved AS (
        INSERT INTO playback_progress AS p (
            ticket_id, item_id, position_seconds, served_periods, served_seconds,
            saved_at, expires_at
        )
        SELECT %(ticket)s, %(item)s, %(position)s, '{{}}', 0, %(now)s, %(until)s
        FROM kept
        {MOVED}
    )
    SELECT * FROM kept
"""
# The lease lasts until the furthest key has played out, and a grace; `metering` is the meter's law.
SERVED = "served_periods @> %(number)s::bigint"
METERED = f"""
    lease_until = LEAST(%(until)s, GREATEST(lease_until, %(grace)s::interval + CASE
        WHEN {SERVED} THEN %(now)s + %(period)s::interval
        ELSE LEAST(
            GREATEST(lease_until - %(grace)s::interval, %(now)s) + %(period)s::interval,
            %(now)s + %(furthest)s::interval
        ) END)),
    metered_until = CASE WHEN {SERVED} THEN metered_until
        ELSE GREATEST(metered_until, %(now)s) + %(cost)s::interval END,
    served_periods = served_periods
        + int8multirange(int8range(%(number)s::bigint, %(number)s::bigint + 1))"""
IF_METERED = f"""
        AND ({SERVED}
            OR GREATEST(metered_until, %(now)s) + %(cost)s::interval
                <= %(now)s + %(burst)s::interval)"""
KEEP_WITH_KEY = KEPT.format(what=METERED, unless=IF_METERED)
# Until the watch period has begun: what all sessions of the ticket were served, and, once it is
# enough, the beginning (`TicketQuerySet.start` is the same).
KEEP_AND_COUNT = f"""
    WITH kept AS ({KEEP_WITH_KEY}), counted AS (
        INSERT INTO playback_progress AS p (
            ticket_id, item_id, position_seconds, served_periods, served_seconds,
            saved_at, expires_at
        )
        SELECT %(ticket)s, %(item)s, 0,
            int8multirange(int8range(%(number)s::bigint, %(number)s::bigint + 1)),
            %(seconds)s, %(now)s, %(until)s
        FROM kept
        ON CONFLICT (ticket_id, item_id) DO UPDATE SET
            served_seconds = p.served_seconds + CASE
                WHEN p.served_periods @> EXCLUDED.served_periods THEN 0
                ELSE EXCLUDED.served_seconds END,
            served_periods = p.served_periods + EXCLUDED.served_periods,
            expires_at = EXCLUDED.expires_at
        RETURNING served_seconds
    ), started AS (
        UPDATE catalog_ticket SET started_at = %(now)s
        WHERE id = %(ticket)s AND started_at IS NULL AND released_at IS NULL
            AND %(enough)s <= (SELECT served_seconds FROM counted) + (
                SELECT coalesce(sum(served_seconds), 0) FROM playback_progress
                WHERE ticket_id = %(ticket)s AND item_id <> %(item)s
            )
    )
    SELECT * FROM kept
"""
END = """
    UPDATE playback_playbacksession
    SET ended_at = %(now)s, end_reason = %(reason)s, country = ''
    WHERE id = %(session)s AND ended_at IS NULL
    RETURNING id, ticket_id, granted_until
"""
# Whoever leaves says where she was: in the same breath, for of two requests the end may come first.
END_AT = f"""
    WITH ended AS ({END}), saved AS (
        INSERT INTO playback_progress AS p (
            ticket_id, item_id, position_seconds, served_periods, served_seconds,
            saved_at, expires_at
        )
        SELECT ended.ticket_id, i.item_id, %(position)s, '{{}}', 0, %(now)s, ended.granted_until
        FROM ended JOIN playback_sessionitem i ON i.session_id = ended.id
        JOIN catalog_screeningitem w ON w.id = i.item_id
        WHERE w.public_id = %(item)s AND ended.ticket_id IS NOT NULL
        {MOVED}
    )
    SELECT * FROM ended
"""
