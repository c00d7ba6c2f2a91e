"""What a step does, by kind."""

from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline import audio, package, report, subtitles, survey, sweep, video
from transcoding.pipeline.outcome import Outcome
from transcoding.states import StepKind

PERFORMERS = {
    StepKind.SURVEY: survey.perform,
    StepKind.VIDEO: video.perform,
    StepKind.AUDIO: audio.perform,
    StepKind.SUBTITLE: subtitles.perform,
    StepKind.REPORT: report.perform,
    StepKind.PACKAGE: package.perform,
    StepKind.SWEEP: sweep.perform,
}


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Do the work of a claimed step; what is left is to complete it."""
    return PERFORMERS[StepKind(step.kind)](step, lease=lease)
