"""What each kind of fact has to be like, and how it is stored."""

from assistant.validation.kinds import canonical
from assistant.validation.languages import languages_in
from assistant.validation.time_zones import first_moment, possible_dates, region_of

__all__ = ["canonical", "first_moment", "languages_in", "possible_dates", "region_of"]
