"""Strict stand-ins for OpenAI and Twilio, so that the vendors' own SDKs stay in the loop.

In a test: `with FakeOpenAI() as openai, FakeTwilio() as twilio: ...`.
By hand: `python -m tests.fakes.openai_server --port 9001 --think 1.0` (the twilio one likewise).
"""
