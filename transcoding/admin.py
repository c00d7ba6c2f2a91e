"""Masters and the work on them, to look at: nothing here is edited by hand."""

from django.contrib import admin
from django.http import HttpRequest

from transcoding.models import Job, JobStep, Master, Publication, Track


class ReadOnly:
    """No adding, changing or deleting."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


@admin.register(Master)
class MasterAdmin(ReadOnly, admin.ModelAdmin[Master]):
    """What was sent in, and what came of it."""

    list_display = ("public_id", "state", "problem", "size", "created_at")
    list_filter = ("state", "problem")


@admin.register(JobStep)
class JobStepAdmin(ReadOnly, admin.ModelAdmin[JobStep]):
    """Who waits, who runs, who failed and why."""

    list_display = ("pk", "job", "kind", "state", "attempt", "progress", "error")
    list_filter = ("state", "kind")
    list_select_related = ("job__master",)


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin[Job]):
    """Plans."""

    list_display = ("pk", "master", "profile", "created_at", "finished_at")
    list_select_related = ("master",)


@admin.register(Publication)
class PublicationAdmin(ReadOnly, admin.ModelAdmin[Publication]):
    """Revisions."""

    list_display = ("public_id", "master", "revision", "created_at")
    list_select_related = ("master",)


@admin.register(Track)
class TrackAdmin(ReadOnly, admin.ModelAdmin[Track]):
    """Renditions and their measured bit rates."""

    list_display = ("label", "kind", "codecs", "peak_bandwidth", "average_bandwidth")
    list_filter = ("kind",)
