"""Charts as SVG and PNG."""

from io import BytesIO
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from vod.audience.charts import HEIGHT, WIDTH, Chart

GROUND, GRID, INK, ACCENT = "#ffffff", "#d8d4cc", "#4a4640", "#b3261e"
FONT_SIZE, LINE_WIDTH = 13, 2.5
SCALE = 2  # a picture is for screens with small dots, and for paper
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def svg(chart: Chart, *, title: str) -> str:
    """A document of its own; attributes only, so that no policy has to allow styles."""
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>']
    for (x1, y1), (x2, y2) in chart.grid:
        parts.append(f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{GRID}"/>')
    for bar in chart.bars:
        place = f'x="{bar.at[0]:.1f}" y="{bar.at[1]:.1f}"'
        size = f'width="{bar.width:.1f}" height="{bar.height:.1f}"'
        parts.append(f'<rect {place} {size} fill="{ACCENT}"/>')
    if chart.line:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in chart.line)
        parts.append(
            f'<path d="{path}" fill="none" stroke="{ACCENT}" stroke-width="{LINE_WIDTH}"'
            ' stroke-linejoin="round"/>'
        )
    for word in chart.words:
        place = f'x="{word.at[0]:.1f}" y="{word.at[1]:.1f}" text-anchor="{word.anchor}"'
        parts.append(f"<text {place}>{escape(word.text)}</text>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" font-family="sans-serif" font-size="{FONT_SIZE}" fill="{INK}"'
        f' role="img"><title>{escape(title)}</title>{"".join(parts)}</svg>\n'
    )


def png(chart: Chart) -> bytes:
    """The same as a picture."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(FONT_SIZE * SCALE)
    for start, end in chart.grid:
        draw.line([_scaled(start), _scaled(end)], fill=GRID, width=SCALE)
    for bar in chart.bars:
        x, y = bar.at
        corner = (x + bar.width, y + bar.height)
        draw.rectangle([_scaled(bar.at), _scaled(corner)], fill=ACCENT)
    if chart.line:
        points = [_scaled(point) for point in chart.line]
        draw.line(points, fill=ACCENT, width=round(LINE_WIDTH * SCALE), joint="curve")
    for word in chart.words:
        draw.text(_scaled(word.at), word.text, fill=INK, font=font, anchor=ANCHORS[word.anchor])
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _scaled(point: tuple[float, float]) -> tuple[float, float]:
    return point[0] * SCALE, point[1] * SCALE
