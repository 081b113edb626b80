"""How many examples generative tests try: the same few ones by default, other and more ones where LAYERLINT_EFFORT says so."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EFFORT = int(os.environ.get("LAYERLINT_EFFORT", "1"))


def examples(count: int) -> settings:
    """The settings of a generative test."""
    suppressed = [HealthCheck.function_scoped_fixture]
    if EFFORT > 1:
        suppressed += [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=count * EFFORT, deadline=None, derandomize=EFFORT == 1, database=None, suppress_health_check=suppressed
    )
