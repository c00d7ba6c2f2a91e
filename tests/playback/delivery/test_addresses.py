"""What each back end's addresses promise, checked without anybody but the one who checks them."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from vod.playback.delivery.cloudfront import CloudFront, UnusableKey, load_key
from vod.playback.delivery.edge import EdgeToken
from vod.playback.delivery.presigned import PresignedS3
from vod.playback.delivery.protocol import Delivery, addresses_until
from vod.playback.signing import Bucket

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=3)
NAMES = ["film-1/3/1/init.mp4", "film-1/3/1/a.m4s", "film-2/4/1/b.m4s"]
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


EDGE = EdgeToken("https://films.example.org", "s" * 32)
CLOUDFRONT = CloudFront("https://d1.cloudfront.net", "K1", pem(KEY))
S3 = PresignedS3(
    Bucket(
        endpoint="https://s3.example.org",
        name="renditions",
        region="us-east-1",
        access_key="A",
        secret_key="s" * 16,
    )
)


def addresses(delivery: Delivery, *, session: str = "S", now: datetime = NOW) -> list[str]:
    return delivery.addresses(NAMES, session_id=session, now=now, until=UNTIL)


@pytest.mark.parametrize("delivery", [S3, EDGE, CLOUDFRONT], ids=["s3", "edge", "cloudfront"])
class TestEvery:
    def test_gives_each_name_its_address_in_order(self, delivery: Delivery) -> None:
        found = [urlsplit(url).path for url in addresses(delivery)]
        assert len(found) == len(NAMES)
        assert all(path.endswith(name) for path, name in zip(found, NAMES, strict=True))

    def test_what_is_said_to_be_around_a_name_is(self, delivery: Delivery) -> None:
        around = delivery.around("film-1", session_id="S", now=NOW, until=UNTIL)
        if around is not None:
            assert addresses(delivery)[1] == around.before + NAMES[1] + around.after
        else:
            assert delivery is S3

    def test_addresses_of_one_instant_differ_by_session_and_do_not_tell_it(
        self, delivery: Delivery
    ) -> None:
        mine = addresses(delivery, session="session-of-mine")
        other = addresses(delivery, session="other")
        assert not set(mine) & set(other)
        assert "session-of-mine" not in "".join(mine)


class TestEdge:
    def test_a_film_has_one_token(self) -> None:
        tokens = [url.split("/")[7] for url in addresses(EDGE)]
        assert tokens[0] == tokens[1] != tokens[2]


class TestCloudFront:
    def verified(self, url: str, *, key: rsa.RSAPrivateKey = KEY) -> dict[str, object]:
        """As CloudFront does with the public key; the policy's statement."""
        query = {name: value for name, [value] in parse_qs(urlsplit(url).query).items()}
        policy, signature = (
            b64decode(query[name].replace("-", "+").replace("_", "=").replace("~", "/"))
            for name in ("Policy", "Signature")
        )
        key.public_key().verify(signature, policy, PKCS1v15(), hashes.SHA1())  # noqa: S303
        [statement] = json.loads(policy)["Statement"]
        found: dict[str, object] = statement
        return found

    def test_the_policy_is_of_one_film_until_its_end(self) -> None:
        url = addresses(CLOUDFRONT)[1]
        [viewer] = parse_qs(urlsplit(url).query)["v"]
        assert self.verified(url) == {
            "Resource": f"https://d1.cloudfront.net/film-1/*?v={viewer}",
            "Condition": {"DateLessThan": {"AWS:EpochTime": int(UNTIL.timestamp())}},
        }

    def test_another_key_signs_otherwise(self) -> None:
        stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        with pytest.raises(InvalidSignature):
            self.verified(addresses(CLOUDFRONT)[1], key=stranger)

    def test_a_key_may_be_written_in_one_line(self) -> None:
        line = pem(KEY).replace("\n", "\\n")
        assert load_key(line).private_numbers() == KEY.private_numbers()

    @pytest.mark.parametrize(
        "text",
        ["", "nonsense", pem(ec.generate_private_key(ec.SECP256R1())),
         pem(rsa.generate_private_key(public_exponent=65537, key_size=1024))],  # noqa: S505  # noqa: S505 - to be refused
        ids=["none", "nonsense", "elliptic", "short"],
    )  # fmt: skip
    def test_what_is_no_such_key(self, text: str) -> None:
        with pytest.raises(UnusableKey):
            load_key(text)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("grant", "life"), [(HOUR, 2 * HOUR), (23 * HOUR, 24 * HOUR), (48 * HOUR, 24 * HOUR)]
)
def test_addresses_last_an_hour_longer_than_the_grant_and_a_day_at_most(
    grant: timedelta, life: timedelta
) -> None:
    assert addresses_until(granted_until=NOW + grant, now=NOW) == NOW + life


def test_or_as_long_as_the_operator_lets_them() -> None:
    until = addresses_until(granted_until=NOW + 5 * HOUR, now=NOW, longest=2 * HOUR)
    assert until == NOW + 2 * HOUR
    assert addresses_until(granted_until=NOW, now=NOW, longest=2 * HOUR) == NOW + HOUR
