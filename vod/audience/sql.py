"""The collector's statement: finds the session, files its reports, bounds them. One round trip.

How many lines a session may send grows with its age, so no instant has to be kept for it. The
moment of an event is the player's clock less the session's beginning, in a week that wraps: clocks
that are wrong by years still give differences that are right.
"""

BURST = 300
MOST = 6000
DAY_MS = 24 * 3600 * 1000
WEEK_MS = 7 * DAY_MS

COLLECT = f"""
    WITH session AS (
        SELECT screening_id, started_at,
            (extract(epoch FROM started_at) * 1000)::bigint AS started_ms,
            LEAST({MOST}, {BURST} + extract(epoch FROM %(now)s - started_at)) AS allowed
        FROM playback_playbacksession
        WHERE token_hash = %(token_hash)s
    ), viewing AS (
        INSERT INTO audience_viewing AS v (name, screening_id, day, lines)
        SELECT %(name)s, screening_id, (started_at AT TIME ZONE 'UTC')::date, %(lines)s
        FROM session
        WHERE screening_id IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET lines = v.lines + EXCLUDED.lines
            WHERE v.lines + EXCLUDED.lines <= (SELECT allowed FROM session)
        RETURNING v.id
    ), filed AS (
        INSERT INTO audience_event (
            viewing_id, kind, state, moment_ms, kbps, startup_ms, stalled_ms
        )
        SELECT viewing.id, e.kind, e.state,
            ((e.ts - session.started_ms + {DAY_MS}) %% {WEEK_MS} + {WEEK_MS}) %% {WEEK_MS},
            e.kbps, e.startup_ms, e.stalled_ms
        FROM viewing, session, jsonb_to_recordset(%(events)s::jsonb) AS e(
            kind text, state text, ts bigint, kbps integer, startup_ms integer, stalled_ms integer
        )
    )
    SELECT screening_id, (SELECT id FROM viewing) FROM session
"""
