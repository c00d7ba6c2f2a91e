# ruff: noqa: INP001 - a program, copied into the image alone
"""`healthcheck.py /readyz`: exit 0 if this container's web server answers 200 there.

Django refuses requests for hosts it does not know, so the first public host name is asked for.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

host = urlsplit(os.environ["VOD_PUBLIC_URLS"].split(",")[0].strip()).netloc
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
connection.request("GET", sys.argv[1], headers={"Host": host, "X-Forwarded-Proto": "https"})
answer = connection.getresponse()
print(answer.status, answer.read(500).decode(errors="replace"))
sys.exit(answer.status != http.client.OK)
