"""The closed lists that transcoding's rows and pure modules share."""

from enum import StrEnum


class MasterState(StrEnum):
    """From the first part to the finished tracks."""

    UPLOADING = "uploading"
    PROCESSING = "processing"
    READY = "ready"
    BLOCKED = "blocked"  # by its quality report
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


class StepKind(StrEnum):
    """A unit of work that one worker does under one lease."""

    SURVEY = "survey"
    VIDEO = "video"
    AUDIO = "audio"
    SUBTITLE = "subtitle"
    REPORT = "report"
    PACKAGE = "package"
    SWEEP = "sweep"


class StepState(StrEnum):
    """`waiting` becomes `ready` when every step of the earlier stages is done.

    `held`: it would be ready, and somebody has to let it through.
    """

    WAITING = "waiting"
    HELD = "held"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TrackKind(StrEnum):
    """What a track carries."""

    VIDEO = "video"
    AUDIO = "audio"
    SUBTITLE = "subtitle"
    I_FRAMES = "i_frames"
    STORYBOARD = "storyboard"


class Problem(StrEnum):
    """Why a master could not be made into tracks; `transcoding.messages` has the words."""

    NOT_A_FILM = "not_a_film"
    NO_PICTURE = "no_picture"
    FRAME_RATE = "frame_rate"
    DIMENSIONS = "dimensions"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TIMING = "timing"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    CODEC = "codec"
    ELSEWHERE = "elsewhere"  # the media are in other files
    TOO_MANY_TRACKS = "too_many_tracks"
    TOO_DEMANDING = "too_demanding"
    QUALITY = "quality"
    SUBTITLE_FORMAT = "subtitle_format"
    INTERNAL = "internal"


STAGES = {
    StepKind.SURVEY: 0,
    StepKind.VIDEO: 1,
    StepKind.AUDIO: 1,
    StepKind.SUBTITLE: 1,
    StepKind.REPORT: 2,
    StepKind.PACKAGE: 3,
    StepKind.SWEEP: 4,
}

ENCODE_QUEUE, DEFAULT_QUEUE = "encode", "default"
QUEUES = {
    StepKind.SURVEY: ENCODE_QUEUE,
    StepKind.VIDEO: ENCODE_QUEUE,
    StepKind.AUDIO: ENCODE_QUEUE,
    StepKind.SUBTITLE: DEFAULT_QUEUE,
    StepKind.REPORT: DEFAULT_QUEUE,
    StepKind.PACKAGE: DEFAULT_QUEUE,
    StepKind.SWEEP: DEFAULT_QUEUE,
}


class MasterRefused(Exception):
    """The master itself is at fault: trying again would change nothing."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail
