"""How long conversation sessions live and how often the expired ones are removed."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MIN_TTL_SECONDS = 60
MAX_TTL_SECONDS = 366 * 86_400
MIN_CLEANUP_INTERVAL_SECONDS = 30


def _ttl() -> int:
    return int(settings.SESSION_TTL_SECONDS)


def _interval() -> int:
    return int(settings.SESSION_CLEANUP_INTERVAL)


@dataclass(frozen=True, kw_only=True)
class SessionConfig:
    """Seconds, from SESSION_TTL_SECONDS and SESSION_CLEANUP_INTERVAL where they are not given.

    Raises `ImproperlyConfigured`, naming the variable, for a TTL below 60 or above a year, an interval
    below 30, or an interval that is not shorter than the TTL.
    """

    ttl_seconds: int = field(default_factory=_ttl)
    cleanup_interval_seconds: int = field(default_factory=_interval)

    def __post_init__(self) -> None:
        if problems := self.problems(self.ttl_seconds, self.cleanup_interval_seconds):
            raise ImproperlyConfigured(" ".join(problems))

    @classmethod
    def problems(cls, ttl: float, interval: float) -> list[str]:
        """Return what is wrong with these seconds, a sentence each."""
        return cls.out_of_range(ttl, interval) or cls.not_nested(ttl, interval)

    @staticmethod
    def out_of_range(ttl: float, interval: float) -> list[str]:
        """Return which of these seconds are too few or too many, a sentence each."""
        lowest = [
            ("SESSION_TTL_SECONDS", ttl, MIN_TTL_SECONDS),
            ("SESSION_CLEANUP_INTERVAL", interval, MIN_CLEANUP_INTERVAL_SECONDS),
        ]
        found = [f"{name} must be at least {least}, not {s}." for name, s, least in lowest if not s >= least]
        if ttl > MAX_TTL_SECONDS:
            found.append(f"SESSION_TTL_SECONDS must be at most {MAX_TTL_SECONDS}, not {ttl}.")
        return found

    @staticmethod
    def not_nested(ttl: float, interval: float) -> list[str]:
        """Return whether the interval is not shorter than the TTL, as a sentence or none."""
        if interval < ttl:
            return []
        return [f"SESSION_CLEANUP_INTERVAL ({interval}) must be below SESSION_TTL_SECONDS ({ttl})."]
