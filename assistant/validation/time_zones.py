"""Where a user's number is from, and which day it may be there."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumber
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

UNKNOWN_REGION = "ZZ"


def region_of(phone: str) -> str:
    """Return the country of `phone`, an E.164 number or "DE.1349…", as "DE"; "ZZ" if it is not known."""
    if number := _number(phone):
        region = phonenumbers.region_code_for_number(number)
        region = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
    else:
        region, _, _ = phone.partition(".")
    return region if region in phonenumbers.SUPPORTED_REGIONS else UNKNOWN_REGION


def possible_dates(phone: str, at: datetime) -> set[date]:
    """Return the dates that it is at the time `at`, which has a zone, where the user of `phone` may be."""
    zones = list(_zones(_names(phone)))
    return {at.astimezone(zone).date() for zone in zones} or {at.astimezone(UTC).date()}


def first_moment(day: date, phone: str) -> datetime:
    """Return when `day` has begun wherever the user of `phone` may be; in UTC for a number of nowhere."""
    zones: list[tzinfo] = [*_zones(_names(phone))]
    return max(datetime.combine(day, time(), zone) for zone in zones or [UTC])


def _number(phone: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(phone) if phone.startswith("+") else None
    except NumberParseException:
        return None


def _names(phone: str) -> list[str]:
    """Return the names of the zones of a number, or else of its country."""
    number = _number(phone)
    found: list[str] = []
    if number and phonenumbers.is_number_geographical(number):  # else +1 is all of America, and more
        found = [name for name in time_zones_for_number(number) if name != UNKNOWN_TIMEZONE]
    region = region_of(phone)
    if found or region == UNKNOWN_REGION:
        return found
    return [name for name, territory in get_global("zone_territories").items() if territory == region]


def _zones(names: Iterable[str]) -> Iterable[ZoneInfo]:
    """Yield the zones of `names`, without those that this machine does not know."""
    for name in names:
        try:
            yield ZoneInfo(name)
        except ZoneInfoNotFoundError:
            continue
