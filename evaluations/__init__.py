"""Whole interviews with your own OpenAI key, counted: to see what a change of prompt, model or checks does.

    OPENAI_API_KEY=sk-… .venv/bin/python -m evaluations --max-usd 2 \\
        --usd-per-million gpt-6-luna=INPUT:CACHED:OUTPUT gpt-6.1-terra=INPUT:CACHED:OUTPUT

The interviewer, its tools, the writer and the checks are the real ones, on a database of their own that is
gone at the end. There is no Twilio: a model plays the users (`personas.py`). Their facts are fixed, so what
comes out can be compared with them. It costs money: no test of ours runs it against OpenAI, and no server
needs it.

A line of the table is an interview:
- questions: question marks in a message of the bot, on average; the goal is 1
- refused: calls of tools that were answered with "ok": false
- found: hard findings of the checks in what the writer wrote; left: in the versions that came of it
- false: findings of both kinds whose text the persona's facts hold; a true value in a wrong place is one, too
- asked: questions from the checks to the user
- untrue: saved values that the persona's facts do not hold
Its last line has the share that came to an approved version, and means: from "found" to "asked", of the
interviews in which a release was written.
"""
