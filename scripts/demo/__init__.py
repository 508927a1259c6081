"""`make demo`: a database with a day's life, for newcomers, screenshots and trying the console.

The product itself makes what the console shows: messages go through the inbox, turns through the worker's own
steps, replies through the outbox, operators through their actions, sums through the housekeeping jobs. Only
the clock, the users and the vendors are played, so a page cannot show what the product would not do.

    people      who writes, all from numbers that are reserved for fiction
    interviews  whole interviews in four languages
    interviewer the scripted interview, which takes its time, costs money and fails where it is told to
    world       the clock, the worker and the delivery to the users' phones
    day         what happens when
    states      what the console can show of a conversation, each brought about once
    releases    what operators and users do to press releases
    history     a month of figures, and what housekeeping left
    crowd       many more sessions, to try the lists (`--sessions`)
    database    which database, and whether it may be filled

It lives here and not among the commands of `manage.py`: the image of production has neither this folder nor
time-machine, so it cannot be run there.
"""
