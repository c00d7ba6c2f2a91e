"""What tests of the whole platform see and do from behind it: rows, objects, processes, logs."""

import os
import signal
from contextlib import closing
from typing import Any, LiteralString

import boto3
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from infra.local.platform import ROOT
from infra.local.processes import wait_until
from tests.cinema import House


def query(cinema: House, text: LiteralString, *values: object) -> list[dict[str, Any]]:
    """Ask the platform's own database, from beside it."""
    url = cinema.platform.environment["VOD_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        answer = connection.execute(text, values)
        return answer.fetchall() if answer.description else []


def steps(cinema: House, master: str) -> list[dict[str, Any]]:
    return query(
        cinema,
        "SELECT s.id, s.kind, s.state, s.attempt, j.prefix FROM transcoding_jobstep s"
        " JOIN transcoding_job j ON j.id = s.job_id"
        " JOIN transcoding_master m ON m.id = j.master_id WHERE m.public_id = %s",
        master,
    )


def kill_while_encoding(cinema: House) -> list[int]:
    """Wait for chunks to be encoded and kill the worker with all its processes; whom it cut off."""

    def running() -> list[int]:
        known = "SELECT id FROM transcoding_jobstep WHERE kind = 'video' AND state = 'running'"
        return [step["id"] for step in query(cinema, known)]

    worker = encoding_worker(cinema).process.pid
    wait_until(
        lambda: bool(running()), seconds=60, what="a chunk being encoded", alive=lambda: None
    )
    os.killpg(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)  # it is left for the supervisor to bury
    return running()


def encoding_worker(cinema: House) -> Any:
    children = [c for c in cinema.supervisor._children if c.name.startswith("worker-encode")]
    return children[-1]


def start_another(cinema: House) -> None:
    killed = encoding_worker(cinema)
    cinema.supervisor.start(
        f"{killed.name}-again",
        killed.process.args,
        environment=cinema.platform.environment,
        cwd=ROOT,
        stop_signal=killed.command.stop_signal,
    )


def publications(cinema: House, master: str) -> list[str]:
    made = query(
        cinema,
        "SELECT p.public_id AS id FROM transcoding_publication p"
        " JOIN transcoding_master m ON m.id = p.master_id WHERE m.public_id = %s",
        master,
    )
    return [publication["id"] for publication in made]


def wait_for_sweep(cinema: House, master: str) -> None:
    def swept() -> bool:
        return any(s["kind"] == "sweep" and s["state"] == "done" for s in steps(cinema, master))

    wait_until(swept, seconds=60, what="the sweep", alive=lambda: None)


def listed_objects(cinema: House, master: str) -> list[str]:
    """What the master's tracks are made of, and the pictures taken of it."""
    listed = query(
        cinema,
        "SELECT s.object_name AS name FROM transcoding_segment s"
        " JOIN transcoding_track t ON t.id = s.track_id"
        " JOIN transcoding_master m ON m.id = t.master_id WHERE m.public_id = %s"
        " UNION ALL SELECT t.init_object FROM transcoding_track t"
        " JOIN transcoding_master m ON m.id = t.master_id"
        " WHERE m.public_id = %s AND t.init_object <> ''"
        " UNION ALL SELECT f.object_name FROM transcoding_frame f"
        " JOIN transcoding_job j ON j.id = f.job_id"
        " JOIN transcoding_master m ON m.id = j.master_id WHERE m.public_id = %s",
        master,
        master,
        master,
    )
    return sorted(row["name"] for row in listed)


def stored_objects(cinema: House, master: str) -> list[str]:
    """What lies in the store of the master's jobs, whoever put it there."""
    environment = cinema.platform.environment
    store = boto3.client(
        "s3",
        endpoint_url=environment["VOD_S3_ENDPOINT"],
        region_name=environment["VOD_S3_REGION"],
        aws_access_key_id=environment["VOD_S3_ACCESS_KEY"],
        aws_secret_access_key=environment["VOD_S3_SECRET_KEY"],
    )
    with closing(store):
        pages = store.get_paginator("list_objects_v2")
        return sorted(
            item["Key"]
            for prefix in {step["prefix"] for step in steps(cinema, master)}
            for page in pages.paginate(Bucket="renditions", Prefix=f"{prefix}/")
            for item in page.get("Contents", [])
        )


def logs(cinema: House) -> dict[str, str]:
    """What each process has written, by its name."""
    directory = cinema.supervisor.log_directory
    return {path.stem: path.read_text(errors="replace") for path in directory.glob("*.log")}


def everything_stored(cinema: House) -> str:
    """Every row of every table of the platform."""
    tables = query(cinema, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    url = cinema.platform.environment["VOD_DATABASE_URL"]
    rows: list[str] = []
    with psycopg.connect(url) as connection:
        for table in tables:
            every = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table["name"]))
            rows += (row for (row,) in connection.execute(every))
    return "\n".join(rows)
