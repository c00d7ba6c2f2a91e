"""What was seen of a film's picture, by the survey or chunk by chunk, put together."""

from dataclasses import dataclass
from typing import Any

from transcoding import gallery
from transcoding.models import Job, JobStep
from transcoding.pipeline.takings import shown
from transcoding.quality.measures import Picture
from transcoding.quality.seams import Part, with_parts
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import StepKind, StepState


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What was measured, if it was; posters and storyboard as finished steps tell of them."""

    picture: Picture | None
    posters: list[dict[str, Any]]
    storyboard: dict[str, Any] | None


def gather(job: Job) -> Gathered:
    """From the finished survey and chunks of a job."""
    survey = result_of(job, StepKind.SURVEY)
    measured = survey.get("measured")
    picture = Picture.from_json(measured) if measured else None
    pieces = [(step.parameters, seen) for step in chunks(job) if (seen := _seen(step))]
    if not pieces:
        return Gathered(
            picture=picture,
            posters=survey.get("posters", []),
            storyboard=survey.get("storyboard"),
        )
    grid, source = Grid.from_json(job.plan["grid"]), Source.from_json(job.plan["source"])
    plan = gallery.gallery(source)
    if picture:
        picture = with_parts(picture, [Part.from_json(seen["part"]) for _, seen in pieces])
    return Gathered(
        picture=picture,
        posters=shown(
            [(frame, name) for _, seen in pieces for frame, name in seen["posters"]],
            plan=plan,
            grid=grid,
            black=picture.black if picture else (),
        ),
        storyboard=gallery.sheets(
            [(name, size) for _, seen in pieces for name, size in seen["sheets"]],
            plan=plan,
            rate=grid.frame_rate,
            spans=[(parameters["start"], parameters["end"]) for parameters, _ in pieces],
        ),
    )


def chunks(job: Job) -> list[JobStep]:
    """The steps of the picture by the newest plan, in order."""
    steps = job.steps.filter(
        kind=StepKind.VIDEO, parameters__generation=job.plan.get("generation", 0)
    )
    return list(steps.order_by("parameters__start"))


def result_of(job: Job, kind: StepKind) -> dict[str, Any]:
    """What the last finished step of a kind left; nothing if there is none."""
    step = job.steps.filter(kind=kind, state=StepState.DONE).order_by("pk").last()
    return dict(step.result or {}) if step else {}


def _seen(step: JobStep) -> dict[str, Any] | None:
    return (step.result or {}).get("seen")
