from datetime import date, timedelta

WEEKEND_NIGHTS = (4, 5)
WEEKEND_PERCENT = 120
LONG_STAY_NIGHTS = 7
LONG_STAY_PERCENT = 90


def stay_price(nightly_price: int, arrival: date, departure: date) -> int:
    """The price in cents: weekend nights cost more, long stays cost less."""
    nights = [arrival + timedelta(days) for days in range((departure - arrival).days)]
    weekend = sum(night.weekday() in WEEKEND_NIGHTS for night in nights)
    full_price = nightly_price * (100 * (len(nights) - weekend) + WEEKEND_PERCENT * weekend)
    percent = LONG_STAY_PERCENT if len(nights) >= LONG_STAY_NIGHTS else 100
    return full_price * percent // 10_000
