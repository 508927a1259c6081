"""`manage.py doctor`: what can be wrong with an installation, a line each, with what to do.

findings        a line, and how the lines are written
examination     runs the sections, each within its own deadline
configuration   the system checks
database, pooler, migrations    of `database` two sections: reached at all, and its engine
openai_account, openai_thread
twilio_account, trial_message
notifications   the operators' e-mail and web hook
refusals        webhooks that were refused
processes, schedules, files, work

`webhooks.front_door` has the section on PUBLIC_URL, and the command `doctor` puts them all together.
"""
