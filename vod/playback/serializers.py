"""Shapes of the playback API."""

from typing import Any

from rest_framework import serializers


class BeginSerializer(serializers.Serializer[Any]):
    """Which item of a block; the first film where none is named."""

    item = serializers.CharField(required=False, max_length=22)


class SessionSerializer(serializers.Serializer[Any]):
    """A session just begun."""

    id = serializers.CharField()
    manifest_url = serializers.CharField()
    heartbeat_url = serializers.CharField()
    end_url = serializers.CharField()
    storyboard_url = serializers.CharField(allow_null=True)
    heartbeat_seconds = serializers.IntegerField()
    lease_until = serializers.DateTimeField()
    granted_until = serializers.DateTimeField()


class LeaseSerializer(serializers.Serializer[Any]):
    """A session kept."""

    lease_until = serializers.DateTimeField()
    granted_until = serializers.DateTimeField()
