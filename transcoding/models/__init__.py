"""Masters, the work on them, and what came of it: one noun a file."""

from transcoding.models.columns import new_public_id
from transcoding.models.jobs import ContentSecret, Job, JobStep
from transcoding.models.masters import Master, SubtitleSource, UploadPart
from transcoding.models.publications import Publication, Segment, Track
from transcoding.models.reports import Frame, QualityReport

__all__ = [
    "ContentSecret",
    "Frame",
    "Job",
    "JobStep",
    "Master",
    "Publication",
    "QualityReport",
    "Segment",
    "SubtitleSource",
    "Track",
    "UploadPart",
    "new_public_id",
]
