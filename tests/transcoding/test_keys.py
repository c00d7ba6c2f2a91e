"""Keys: derived as RFC 5869 says, used as RFC 8216bis §5.2 says, and kept only encrypted."""

import hashlib
import hmac

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from infra.local.hls import decrypt
from transcoding import keys

SECRET = bytes(range(32))
PERIODS = st.integers(0, 5000)
LABELS = st.sampled_from(["h264-234", "h264-1080", "stereo", "captions-1"])


def hkdf(secret: bytes, info: bytes) -> bytes:
    """The first 16 bytes of HKDF-SHA256 without a salt (RFC 5869 §2.2, §2.3)."""
    pseudorandom = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(pseudorandom, info + b"\x01", hashlib.sha256).digest()[:16]


class TestDerivation:
    """A change here would make every published film unplayable."""

    @given(st.binary(min_size=32, max_size=32), PERIODS)
    def test_of_a_key(self, secret: bytes, period: int) -> None:
        expected = hkdf(secret, b"cife/hls/key/" + str(period).encode())
        assert keys.period_key(secret, period=period) == expected

    @given(LABELS, PERIODS)
    def test_of_an_iv(self, track: str, period: int) -> None:
        expected = hkdf(SECRET, f"cife/hls/iv/{track}/{period}".encode())
        assert keys.period_iv(SECRET, track=track, period=period) == expected

    def test_each_period_has_a_key_of_its_own(self) -> None:
        assert len({keys.period_key(SECRET, period=period) for period in range(500)}) == 500

    def test_each_track_has_ivs_of_its_own(self) -> None:
        ivs = {
            keys.period_iv(SECRET, track=track, period=period)
            for track in ("h264-234", "h264-1080", "stereo")
            for period in range(100)
        }
        assert len(ivs) == 300

    def test_no_iv_is_a_key(self) -> None:
        made = {keys.period_key(SECRET, period=period) for period in range(100)}
        assert made.isdisjoint(
            keys.period_iv(SECRET, track="stereo", period=period) for period in range(100)
        )

    def test_each_film_has_keys_of_its_own(self) -> None:
        first, second = keys.new_secret(), keys.new_secret()
        assert len(first) == 32
        assert keys.period_key(first, period=0) != keys.period_key(second, period=0)


class TestEncryption:
    def test_is_aes_128_cbc(self) -> None:
        """NIST SP 800-38A, F.2.1."""
        key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
        iv = bytes(range(16))
        plain = bytes.fromhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
        cipher = bytes.fromhex("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")
        assert keys.encrypt(plain, key=key, iv=iv)[:32] == cipher

    @given(st.binary(max_size=500), PERIODS, LABELS)
    def test_any_player_decrypts_it(self, segment: bytes, period: int, track: str) -> None:
        key = keys.period_key(SECRET, period=period)
        iv = keys.period_iv(SECRET, track=track, period=period)
        assert decrypt(keys.encrypt(segment, key=key, iv=iv), key, iv) == segment

    @given(st.binary(max_size=500))
    def test_whole_blocks_are_padded_too(self, segment: bytes) -> None:
        sealed = keys.encrypt(segment, key=bytes(16), iv=bytes(16))
        assert len(sealed) == (len(segment) // 16 + 1) * 16


class TestSealing:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()

    def test_a_secret_is_opened_again(self) -> None:
        sealed = keys.seal(SECRET, key_encryption_keys=[self.old])
        assert SECRET not in sealed
        assert keys.unseal(sealed, key_encryption_keys=[self.old]) == SECRET

    def test_a_rotated_key_still_opens_what_it_sealed(self) -> None:
        sealed = keys.seal(SECRET, key_encryption_keys=[self.old])
        assert keys.unseal(sealed, key_encryption_keys=[self.new, self.old]) == SECRET

    def test_the_first_key_seals(self) -> None:
        sealed = keys.seal(SECRET, key_encryption_keys=[self.new, self.old])
        assert keys.unseal(sealed, key_encryption_keys=[self.new]) == SECRET
        with pytest.raises(InvalidToken):
            keys.unseal(sealed, key_encryption_keys=[self.old])

    def test_a_tampered_secret_is_not_opened(self) -> None:
        sealed = bytearray(keys.seal(SECRET, key_encryption_keys=[self.old]))
        sealed[40] ^= 1
        with pytest.raises(InvalidToken):
            keys.unseal(bytes(sealed), key_encryption_keys=[self.old])


class TestOfSegment:
    def test_a_segment_has_those_of_its_period_and_track(self) -> None:
        for position, period in ((0, 0), (4, 0), (5, 1)):
            assert keys.of_segment(SECRET, track="low", position=position, per_period=5) == (
                keys.period_key(SECRET, period=period),
                keys.period_iv(SECRET, track="low", period=period),
            )

    def test_i_frames_have_one_that_opens_no_period(self) -> None:
        found = {keys.of_segment(SECRET, track="s", position=n, per_period=0) for n in range(9)}
        assert found == {(keys.stills_key(SECRET), keys.stills_iv(SECRET, track="s"))}
        assert keys.stills_key(SECRET) not in {keys.period_key(SECRET, period=p) for p in range(99)}
        assert keys.stills_iv(SECRET, track="s") != keys.stills_iv(SECRET, track="t")
