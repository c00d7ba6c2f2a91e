"""What workers do: queues, beat, transcoding."""

from datetime import timedelta

from celery.schedules import schedule

from vod.environment import env, secret

CELERY_BROKER_URL: str = env.str("VOD_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a message is a doorbell; the lease in PostgreSQL is the truth
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True  # a ring is for whoever is idle
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = {
    "ring for claimable steps": {
        "task": "transcoding.tasks.ring_claimable",
        "schedule": schedule(timedelta(seconds=env.int("VOD_RING_SECONDS", 10))),
    },
    "put films in order of opening": {
        "task": "vod.tasks.set_priorities",
        "schedule": schedule(timedelta(hours=1)),
    },
    "forget answers to idempotency keys": {
        "task": "vod.tasks.forget_answers",
        "schedule": schedule(timedelta(hours=1)),
    },
    "forget log-ins that expired": {
        "task": "vod.tasks.forget_logins",
        "schedule": schedule(timedelta(hours=1)),
    },
    "repair the search index": {
        "task": "vod.tasks.repair_search",
        "schedule": schedule(timedelta(hours=1)),
    },
    "remind of what opens": {
        "task": "vod.tasks.remind",
        "schedule": schedule(timedelta(hours=1)),
    },
    "tell of what happened to films": {
        "task": "vod.tasks.tell",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "send the mail that waits": {
        "task": "vod.outbox.tasks.send",
        "schedule": schedule(timedelta(seconds=30)),
    },
    "keep out of sight what is withdrawn": {
        "task": "vod.tasks.keep_withdrawn",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "destroy what is to be erased": {
        "task": "vod.tasks.erase",
        "schedule": schedule(timedelta(minutes=1)),
    },
    "note where people watch": {
        "task": "vod.tasks.note_places",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "publish how films were watched": {
        "task": "vod.tasks.publish_audience",
        "schedule": schedule(timedelta(hours=1)),
    },
    "forget what is due": {
        "task": "vod.tasks.retain",
        "schedule": schedule(timedelta(days=1)),
    },
    "collect what nothing plays": {
        "task": "vod.tasks.collect",
        "schedule": schedule(timedelta(hours=1)),
    },
}
FFMPEG: str = env.str("VOD_FFMPEG", "")  # empty: the binary of the wheel
FFPROBE: str = env.str("VOD_FFPROBE", "")
KEY_ENCRYPTION_KEYS = secret(
    "VOD_KEY_ENCRYPTION_KEYS", local="bG9jYWwtb25seS1sb2NhbC1vbmx5LWxvY2FsLW9ubHk="
).split(",")
KEY_PERIOD_SEGMENTS: int = env.int("VOD_KEY_PERIOD_SEGMENTS", 5)
CHUNK_MAX_SECONDS: int = env.int("VOD_CHUNK_MAX_SECONDS", 180)
ENCODE_SLOTS: int = env.int("VOD_ENCODE_SLOTS", 2)
ENCODE_THREADS: int = env.int("VOD_ENCODE_THREADS", 1)
QUALITY_CONTROL: bool = env.bool("VOD_QUALITY_CONTROL", default=True)
LEASE_SECONDS: int = env.int("VOD_LEASE_SECONDS", 60)
STEP_ATTEMPTS: int = env.int("VOD_STEP_ATTEMPTS", 4)
STEP_SECONDS: int = env.int("VOD_STEP_SECONDS", 6 * 3600)
MAX_FILM_SECONDS: int = env.int("VOD_MAX_FILM_SECONDS", 12 * 3600)
MIN_FREE_BYTES: int = env.int("VOD_MIN_FREE_BYTES", 1024**3)
UPLOAD_PART_BYTES: int = env.int("VOD_UPLOAD_PART_BYTES", 64 * 1024 * 1024)
MASTER_RETENTION_DAYS: int = env.int("VOD_MASTER_RETENTION_DAYS", 365)
UPLOAD_DAYS: int = env.int("VOD_UPLOAD_DAYS", 30)
SUPERSEDED_HOURS: int = env.int("VOD_SUPERSEDED_HOURS", 25)  # signed addresses live for 24
