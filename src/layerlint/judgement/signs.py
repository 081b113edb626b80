"""The signs of business logic: what a function can do about the domain, in five families.

A decision chooses by the domain, a computation makes a value of it, a mutation changes an object of it, an external call leaves
the process, orchestration puts several steps together. `layerlint.judgement.scales` says how much each sign weighs in which layer.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Family(StrEnum):
    """What sort of work a sign shows."""

    DECISION = "decision"
    COMPUTATION = "computation"
    MUTATION = "mutation"
    EXTERNAL = "external call"
    ORCHESTRATION = "orchestration"


class Sign(Enum):
    """One thing that a function does about the domain, with its family and what it means."""

    family: Family
    meaning: str

    def __new__(cls, family: Family, meaning: str) -> Sign:
        """A sign of its own, also where another one has the same family and words."""
        sign = object.__new__(cls)
        sign._value_ = len(cls.__members__)
        sign.family = family
        sign.meaning = meaning
        return sign

    PAYLOAD_CHECK = (Family.DECISION, "the payload's content is checked by hand: length, form, range, type, one field by another")
    REQUIRED = (Family.DECISION, "that the payload has a part is checked by hand")
    CONFLICT = (Family.DECISION, "what exists already is refused, on the answer of a service or repository")
    CONFLICT_COMPOUND = (Family.DECISION, "the same, with a second test")
    CONFLICT_DEEP = (Family.DECISION, "the same, hand-queried, in a loop or under a condition")
    LIMIT = (Family.DECISION, "something fetched is compared by order with a number or a setting, and refused")
    STATE = (Family.DECISION, "an attribute of a domain object forbids the action, or ends it early")
    STATE_COMPOUND = (Family.DECISION, "the same, with a second test")
    PERMISSION = (Family.DECISION, "a role or permission is tested")
    PERMISSION_AGAIN = (Family.DECISION, "a permission about a domain object is tested, after another one")
    PERMISSION_DEEP = (Family.DECISION, "the same, under a condition")
    SETTING = (Family.DECISION, "a switch of the application's settings changes what is done, together with a domain object")
    CHOICE = (Family.DECISION, "a value is chosen by a domain object: both branches of an `if` give it")
    BRANCH = (Family.DECISION, "a branch chooses between actions")
    LOOP_GUARD = (Family.DECISION, "a loop refuses")
    LOOP_CHECK = (Family.DECISION, "a loop refuses for a part of the payload")
    LOOP_DECISION = (Family.DECISION, "a loop decides")
    ARITHMETIC = (Family.COMPUTATION, "a domain value is computed by arithmetic")
    COMPUTED = (Family.COMPUTATION, "an attribute of a domain object is computed")
    COMPUTED_COMMITTED = (Family.COMPUTATION, "the same, and written to the database by the function itself")
    STAMPED = (Family.COMPUTATION, "an attribute of a domain object is set to the current time")
    STAMPED_COMMITTED = (Family.COMPUTATION, "the same, and written to the database by the function itself")
    RANDOM = (Family.COMPUTATION, "a value is drawn at random")
    GROUPING = (Family.COMPUTATION, "domain objects are grouped in a loop")
    COPY = (Family.MUTATION, "an attribute of a domain object is set to a given value; two count")
    TRANSITION = (Family.MUTATION, "an attribute of a domain object is set to a literal or changed in place: a state transition")
    WRITE_DECIDED = (Family.MUTATION, "a domain object is made, saved or deleted, or not, by the state of one")
    CLEARED = (Family.MUTATION, "an attribute of a domain object is cleared")
    CLEARED_COMMITTED = (Family.MUTATION, "the same, and written to the database by the function itself")
    HASH = (Family.EXTERNAL, "a password is hashed or verified")
    TOKEN = (Family.EXTERNAL, "a token is made")
    NETWORK = (Family.EXTERNAL, "an external system is called over the network")
    NETWORK_THROUGH = (Family.EXTERNAL, "the same, through a helper")
    MAIL = (Family.EXTERNAL, "mail is sent, by the function itself or under a condition")
    MAIL_THROUGH = (Family.EXTERNAL, "the same, through a helper")
    QUEUE = (Family.EXTERNAL, "a job is queued")
    QUEUE_DECIDED = (Family.EXTERNAL, "the same, under a condition")
    FILE = (Family.EXTERNAL, "a file is written or read")
    PROCESS = (Family.EXTERNAL, "a process is run")
    CHANGES = (Family.ORCHESTRATION, "three or more changing calls of services or repositories")
    TWO_CHANGES = (Family.ORCHESTRATION, "two changing calls of services or repositories")
    STEPS = (Family.ORCHESTRATION, "three or more calls of services or repositories that do something, beside any other sign")
    LOOP_ACTS = (Family.ORCHESTRATION, "a loop acts: it calls services or repositories")
    LOOP_ACTS_DECIDED = (Family.ORCHESTRATION, "the same, with branches")
    LOOP_QUERIES = (Family.ORCHESTRATION, "a loop reaches the database by itself")
    LOOP_QUERIES_DECIDED = (Family.ORCHESTRATION, "the same, with branches")
    LOOP_NESTS = (Family.ORCHESTRATION, "a loop in a loop")
