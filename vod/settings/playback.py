"""Sessions, keys and delivery; what players report."""

from vod.environment import env

LEASE_PLAYBACK_SECONDS: int = env.int("VOD_PLAYBACK_LEASE_SECONDS", 60)
HEARTBEAT_SECONDS: int = env.int("VOD_HEARTBEAT_SECONDS", 20)
MARK_OPACITY: float = env.float("VOD_MARK_OPACITY", 0.2)
MARK_SIZE: float = env.float("VOD_MARK_SIZE", 3.5)
MARK_SECONDS: int = env.int("VOD_MARK_SECONDS", 45)
STREAMS_PER_VIEWER: int = env.int("VOD_STREAMS_PER_VIEWER", 1)

# Traces of marked sessions: the public half of an offline key (`manage.py make_trace_key`).
TRACE_PUBLIC_KEY: str = env.str("VOD_TRACE_PUBLIC_KEY", "")
TRACE_DAYS: int = env.int("VOD_TRACE_DAYS", 180)

# Where segments come from: "s3" (signed addresses of the store), "edge" (nginx, infra/edge) or
# "cloudfront". vod.playback.checks refuses half a configuration.
DELIVERY: str = env.str("VOD_DELIVERY", "s3")
ADDRESS_SECONDS: int = env.int("VOD_ADDRESS_SECONDS", 24 * 3600)
EDGE_URL: str = env.str("VOD_EDGE_URL", "")
EDGE_SECRETS: list[str] = env.list("VOD_EDGE_SECRET", [])
CLOUDFRONT_URL: str = env.str("VOD_CLOUDFRONT_URL", "")
CLOUDFRONT_KEY_ID: str = env.str("VOD_CLOUDFRONT_KEY_ID", "")
CLOUDFRONT_PRIVATE_KEY: str = env.str("VOD_CLOUDFRONT_PRIVATE_KEY", "")

# --- Audience -------------------------------------------------------------------------------------
# Reports of players are deleted so long after the end of the day on which their session began.
QOE_RETENTION_HOURS: int = env.int("VOD_QOE_RETENTION_HOURS", 24)
