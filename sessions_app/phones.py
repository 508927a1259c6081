"""What a user's address looks like, without the `whatsapp:` before it.

`phone` is everywhere this address: E.164 (`+15551230001`), or since 2026 a WhatsApp business-scoped user
id where there is no number: a country's two letters, a dot, letters and digits (`US.13491208655302741918`).
"""

PHONE_MAX_LENGTH = 140
E164 = r"\+[1-9][0-9]{6,14}"
BUSINESS_SCOPED_ID = r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}"
