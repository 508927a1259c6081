"""Twilio's error codes in words: those that a reply on WhatsApp can get.

Sources: Twilio's error dictionary, and `sessions_app.messages.twilio_api` for failures without a code.
"""

WORDS = {
    "20003": "Twilio refused our credentials",
    "20429": "too many requests at once",
    "21211": "the recipient's number is not valid",
    "21408": "messages to this region are not enabled",
    "21610": "the user has opted out",
    "21614": "the recipient's number cannot get messages",
    "21617": "the message is too long",
    "30001": "Twilio's queue was full",
    "30002": "our Twilio account is suspended",
    "30003": "the phone is switched off or unreachable",
    "30004": "the message was blocked",
    "30005": "the number is unknown or out of service",
    "30006": "the number is a landline or cannot be reached",
    "30007": "the message was filtered as unwanted",
    "30008": "Twilio does not know why",
    "63003": "this number has no WhatsApp account",
    "63005": "WhatsApp did not accept the content",
    "63007": "Twilio does not know our WhatsApp sender",
    "63010": "WhatsApp had an internal error",
    "63012": "WhatsApp had an internal error",
    "63013": "the message violates WhatsApp's policy",
    "63014": "the user has blocked us",
    "63015": "the user has not joined the Twilio sandbox",
    "63016": "outside WhatsApp's 24-hour window",
    "63018": "too many messages for WhatsApp's rate limit",
    "63020": "WhatsApp's bill is not paid",
    "63021": "WhatsApp found the content invalid",
    "63024": "the recipient is not valid on WhatsApp",
    "63032": "WhatsApp does not let this user get such messages",
    "63038": "our daily limit of messages is reached",
    "63049": "WhatsApp chose not to deliver it",
    "connect_timeout": "Twilio could not be reached",
    "connection_refused": "Twilio could not be reached",
    "TimeoutError": "Twilio did not answer in time",
    "JSONDecodeError": "the answer was not Twilio's",
}


def in_words(code: str) -> str:
    """Return what `code` means, followed by the code; for an unknown code only the code."""
    return f"{WORDS[code]} ({code})" if code in WORDS else code
