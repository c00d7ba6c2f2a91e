"""Tokens: long, random, fit for a path, and kept as hashes only."""

import hashlib
import string

from vod.playback.tokens import TOKEN_BYTES, new_token, token_hash


def test_a_token_has_256_random_bits_in_43_characters() -> None:
    assert TOKEN_BYTES * 8 == 256
    assert {len(new_token()) for _ in range(50)} == {43}


def test_it_needs_no_escaping_in_a_path() -> None:
    assert set("".join(new_token() for _ in range(200))) <= set(
        string.ascii_letters + string.digits + "-_"
    )


def test_no_two_are_alike() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000


def test_its_hash_is_sha256() -> None:
    token = new_token()
    assert token_hash(token) == hashlib.sha256(token.encode()).hexdigest()
    assert token_hash(token) != token_hash(new_token())
