"""`python -m tests.conventions.permissions_page`: the matrix as a page of the documentation."""

from pathlib import Path

from tests.conventions.matrix import MATRIX, ROLES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
WORDS = {"1": "401", "2": "✓", "3": "403", "4": "404"}
HEAD = """# Who may do what over the API

Written by `make permissions` from `tests/conventions/matrix.py`. The tests ask every cell over real
log-ins, and fail for an operation without a row.

✓ comes through: to an answer, or to a refusal that is not about who asks. 401 has to say who she
is, 403 is known and may not, 404 is told of nothing. Film, ticket, upload and so on are those of
the roles that are named after them; what differs in a variant stands after the dot.

"""


def page() -> str:
    """The whole page."""
    lines = [f"- **{role}**: {words}" for role, words in ROLES.items()]
    lines += ["", f"| operation | {' | '.join(ROLES)} |", "|---" * (len(ROLES) + 1) + "|"]
    for row, cells in MATRIX.items():
        name, _, variant = row.partition(" · ")
        what = f"`{name}`" + (f" · {variant}" if variant else "")
        lines.append(f"| {what} | {' | '.join(WORDS[cell] for cell in cells)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
