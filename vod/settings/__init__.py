"""Every setting, typed, from the environment. No other module reads the environment.

`.env.example` lists the variables. With `VOD_ENV=production` (the default) nothing secret has a
default and the process refuses to start without it; `VOD_ENV=local` is for `make demo` and tests.
"""

import django_stubs_ext

from vod.settings.api import *
from vod.settings.people import *
from vod.settings.playback import *
from vod.settings.site import *
from vod.settings.stored import *
from vod.settings.work import *

django_stubs_ext.monkeypatch()  # makes Django's generic classes subscriptable, as typed code does
