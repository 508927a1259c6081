"""How the Associated Press writes dates, times, numbers, sums of money and job titles."""

from assistant.house_style.ap.dates import MONTHS, ap_date, date_of, with_ap_dates
from assistant.house_style.ap.money import ap_money
from assistant.house_style.ap.repair import repaired
from assistant.house_style.ap.titles import ap_role

__all__ = ["MONTHS", "ap_date", "ap_money", "ap_role", "date_of", "repaired", "with_ap_dates"]
