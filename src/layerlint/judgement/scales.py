"""How much every sign weighs in a layer: one table for each of the layers that are judged.

A function holds business logic when the weights of its reasons reach the threshold, `THRESHOLD` unless the configuration says
otherwise. One sign with that weight is enough; small ones, each of which plumbing also needs now and then, have to come together.
A sign without a weight is the layer's own work, or another rule's to tell.
"""

from __future__ import annotations

from collections.abc import Mapping

from layerlint.judgement.signs import Sign
from layerlint.model import Layer

THRESHOLD = 100

_ROUTER = {
    Sign.PAYLOAD_CHECK: 100,
    Sign.REQUIRED: 50,
    Sign.CONFLICT: 50,
    Sign.CONFLICT_COMPOUND: 75,
    Sign.CONFLICT_DEEP: 100,
    Sign.LIMIT: 100,
    Sign.STATE: 50,
    Sign.STATE_COMPOUND: 75,
    Sign.PERMISSION_AGAIN: 50,
    Sign.PERMISSION_DEEP: 75,
    Sign.CHOICE: 25,
    Sign.BRANCH: 50,
    Sign.LOOP_GUARD: 50,
    Sign.LOOP_CHECK: 75,
    Sign.LOOP_DECISION: 25,
    Sign.ARITHMETIC: 50,
    Sign.COMPUTED: 50,
    Sign.COMPUTED_COMMITTED: 100,
    Sign.STAMPED: 50,
    Sign.STAMPED_COMMITTED: 100,
    Sign.RANDOM: 25,
    Sign.GROUPING: 25,
    Sign.COPY: 25,
    Sign.TRANSITION: 100,
    Sign.WRITE_DECIDED: 100,
    Sign.CLEARED: 50,
    Sign.CLEARED_COMMITTED: 100,
    Sign.HASH: 100,
    Sign.TOKEN: 25,
    Sign.NETWORK: 100,
    Sign.NETWORK_THROUGH: 50,
    Sign.MAIL: 100,
    Sign.MAIL_THROUGH: 50,
    Sign.QUEUE: 25,
    Sign.QUEUE_DECIDED: 75,
    Sign.FILE: 50,
    Sign.PROCESS: 100,
    Sign.CHANGES: 100,
    Sign.TWO_CHANGES: 25,
    Sign.STEPS: 50,
    Sign.LOOP_ACTS: 50,
    Sign.LOOP_ACTS_DECIDED: 100,
    Sign.LOOP_QUERIES: 50,
    Sign.LOOP_QUERIES_DECIDED: 100,
    Sign.LOOP_NESTS: 50,
}

# Authentication, look-ups and the parsing of parameters are a dependency's work: passwords, tokens, permissions in groups,
# the state of the user and when he was seen, the form of what a request brings.
_DEPENDENCY = {
    Sign.CONFLICT_DEEP: 50,
    Sign.LIMIT: 100,
    Sign.CHOICE: 50,
    Sign.BRANCH: 50,
    Sign.LOOP_DECISION: 25,
    Sign.ARITHMETIC: 50,
    Sign.COMPUTED: 50,
    Sign.COMPUTED_COMMITTED: 100,
    Sign.TRANSITION: 100,
    Sign.CLEARED: 50,
    Sign.CLEARED_COMMITTED: 100,
    Sign.MAIL: 100,
    Sign.MAIL_THROUGH: 100,
    Sign.PROCESS: 100,
    Sign.QUEUE: 50,
    Sign.QUEUE_DECIDED: 75,
    Sign.NETWORK_THROUGH: 25,
    Sign.NETWORK: 50,
    Sign.CHANGES: 100,
    Sign.TWO_CHANGES: 50,
    Sign.LOOP_ACTS: 25,
    Sign.LOOP_ACTS_DECIDED: 50,
    Sign.LOOP_QUERIES: 25,
    Sign.LOOP_QUERIES_DECIDED: 25,
}

# To look for what exists, to set what is stored, and to loop over rows is a repository's work. Files, processes and systems
# outside count where the repository works on a database: for another, they are the store.
_REPOSITORY = {
    Sign.PERMISSION: 100,
    Sign.SETTING: 100,
    Sign.LIMIT: 50,
    Sign.HASH: 100,
    Sign.TOKEN: 50,
    Sign.RANDOM: 25,
    Sign.NETWORK: 100,
    Sign.NETWORK_THROUGH: 100,
    Sign.MAIL: 100,
    Sign.MAIL_THROUGH: 100,
    Sign.QUEUE: 100,
    Sign.QUEUE_DECIDED: 100,
    Sign.FILE: 100,
    Sign.PROCESS: 100,
}

# What a schema reads or writes outside the process is told by LAY502.
_SCHEMA = {
    Sign.SETTING: 50,
    Sign.HASH: 100,
    Sign.TOKEN: 100,
    Sign.RANDOM: 25,
    Sign.CHANGES: 100,
    Sign.TWO_CHANGES: 100,
    Sign.STEPS: 100,
    Sign.LOOP_ACTS: 50,
    Sign.LOOP_ACTS_DECIDED: 100,
}

# In a method that neither validates nor serializes nor converts, work on the values counts too.
SCHEMA_METHOD: Mapping[Sign, int] = {
    **_SCHEMA,
    Sign.PERMISSION: 100,
    Sign.LIMIT: 50,
    Sign.ARITHMETIC: 50,
    Sign.COMPUTED: 25,
    Sign.TRANSITION: 50,
    Sign.BRANCH: 50,
    Sign.GROUPING: 25,
}

_STORES = frozenset({Sign.FILE, Sign.PROCESS, Sign.NETWORK, Sign.NETWORK_THROUGH})
OTHER_STORE: Mapping[Sign, int] = {sign: weight for sign, weight in _REPOSITORY.items() if sign not in _STORES}

SCALES: Mapping[Layer, Mapping[Sign, int]] = {
    Layer.ROUTER: _ROUTER,
    Layer.DEPENDENCY: _DEPENDENCY,
    Layer.REPOSITORY: _REPOSITORY,
    Layer.SCHEMA: _SCHEMA,
}
