from enum import StrEnum


class LoanStatus(StrEnum):
    ACTIVE = "active"
    RETURNED = "returned"
