#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the platform's own role and database.
# The role is no superuser; pg_trgm is a trusted extension, so the owner of a database may add it.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres <<'SQL'
\getenv password DATABASE_PASSWORD
CREATE ROLE vod LOGIN PASSWORD :'password';
CREATE DATABASE vod OWNER vod;
SQL
