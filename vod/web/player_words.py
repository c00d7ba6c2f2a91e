"""Every word that the player may have to say, in the language of the request.

A script has no words of its own. Names in braces are filled in by it.
"""

from django.utils.translation import gettext


def words() -> dict[str, str]:
    """Sentences and labels by the names that the scripts know."""
    return _trouble() | _questions() | _labels()


def keys() -> list[tuple[str, str]]:
    """What may be typed, and what it does."""
    space = gettext("Space")
    return [
        (f"{space} · K", gettext("play, pause")),
        ("← · J", gettext("ten seconds back")),
        ("→ · L", gettext("ten seconds forward")),
        ("↑ ↓", gettext("louder, quieter: while the player has the focus")),
        ("M", gettext("sound off, on")),
        ("C", gettext("subtitles off, on")),
        ("F", gettext("full screen")),
        ("< >", gettext("slower, faster")),
        ("?", gettext("this list")),
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the player's own menus offer: values and their words."""
    off = gettext("Off")
    return {
        "saver": [("off", off), ("on", gettext("On"))],
        "second": [("off", off)],
        "size": [
            ("small", gettext("Small")),
            ("normal", gettext("Normal")),
            ("large", gettext("Large")),
            ("huge", gettext("Very large")),
        ],
        "ground": [
            ("none", gettext("None")),
            ("half", gettext("Half")),
            ("full", gettext("Black")),
        ],
        "place": [("bottom", gettext("Bottom")), ("top", gettext("Top"))],
    }


def _trouble() -> dict[str, str]:
    return {
        "connection_lost": gettext(
            "The connection is lost. The film goes on by itself as soon as it is back."
        ),
        "not_begun": gettext("We could not be reached. Check your connection, then press play."),
        "server_failed": gettext(
            "Something went wrong on our side. Please press play again in a minute."
        ),
        "stopped": gettext("The film was stopped. Press play to go on."),
        "moved": gettext(
            "This film was moved to another device. Press play to watch it here instead."
        ),
        "not_decodable": gettext(
            "Your browser could not decode the film. Reload the page; if that does not help, "
            "update the browser or try another one."
        ),
        "not_playable": gettext(
            "Your browser cannot play this film. A current Firefox, Chrome, Edge or Safari can."
        ),
        "reload": gettext("See what you can do"),
        "desk_code": gettext("Get a code for the desk"),
        "closes_soon": gettext("This film closes at {time}: {minutes} min from now."),
    }


def _questions() -> dict[str, str]:
    return {
        "go_on_title": gettext("You have begun to watch “{title}”"),
        "go_on": gettext("Go on at {time}"),
        "from_beginning": gettext("From the beginning"),
        "crowded": gettext("You are watching on another device"),
        "crowded_how": gettext("One of these has to stop before the film can play here."),
        "a_film": gettext("A film"),
        "since": gettext("{title}, since {time}"),
        "stop_there": gettext("Stop it there and watch here"),
        "not_now": gettext("Not now"),
        "next": gettext("Next: {title}"),
        "next_soon": gettext("It begins by itself in {seconds} seconds."),
        "next_now": gettext("Begin now"),
        "next_not": gettext("Stop here"),
    }


def _labels() -> dict[str, str]:
    return {
        "keys": gettext("Keys"),
        "close": gettext("Close"),
    }
