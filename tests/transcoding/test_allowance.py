"""What one process takes of the processor, as the kernel counts it."""

import os

from transcoding.allowance import cpu_seconds


def test_work_is_counted_and_does_not_go_back() -> None:
    before = cpu_seconds(os.getpid())
    while cpu_seconds(os.getpid()) < before + 0.05:
        sum(range(10_000))
    assert cpu_seconds(os.getpid()) <= sum(os.times()[:2]) + 0.05
