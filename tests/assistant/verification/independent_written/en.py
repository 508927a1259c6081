"""English: a tidal power start-up, a bakery app, a hospital and a drone firm, a football club."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

TIDE_MONEY = (
    "ok so we raised 6.3m quid series A, led by Kelda Ventures, and the Orkney Growth Fund put some in too"
)
TIDE_USE = "money's for 2 more turbines off Hoy and 40 new jobs at the Stromness yard by the end of 2028"
TIDE_QUOTE = (
    "Isla Rennie our ceo says: The sea does not send invoices. We want every island to know that feeling."
)
TIDE_BACKER = (
    "Kelda's partner Tom Ashdown says \"We have looked at nineteen tidal companies and this is the "
    'one whose machine was still turning after the storm"'
)
TIDEWAY = Release(
    name="Tideway",
    language="en",
    facts=(
        Fact("f1", "company_name", "name", "Tideway Energy", "its Tideway Energy, two words"),
        Fact("f2", "amount", "money", "£6.3 million", TIDE_MONEY),
        Fact("f3", "round", "text", "Series A", TIDE_MONEY),
        Fact("f4", "lead_investor", "name", "Kelda Ventures", TIDE_MONEY),
        Fact("f5", "other_investors", "name", "Orkney Growth Fund", TIDE_MONEY),
        Fact(
            "f6",
            "use_of_funds",
            "text",
            "build two more turbines off Hoy and create 40 jobs at the Stromness yard by the end of 2028",
            TIDE_USE,
        ),
        Fact("f7", "city", "name", "Kirkwall, Scotland", "from kirkwall, scotland"),
        Fact("f8", "release_date", "date", "2027-02-09", "put it out on feb 9 2027 pls"),
        Fact(
            "f9",
            "quote",
            "quotation",
            "The sea does not send invoices. We want every island to know that feeling.",
            TIDE_QUOTE,
        ),
        Fact("f10", "quote_speaker", "name", "Isla Rennie", TIDE_QUOTE),
        Fact("f11", "quote_role", "text", "chief executive of Tideway Energy", "she's chief executive"),
        Fact(
            "f12",
            "quote_2",
            "quotation",
            (
                "We have looked at nineteen tidal companies and this is the one whose machine was "
                "still turning after the storm."
            ),
            TIDE_BACKER,
        ),
        Fact("f13", "quote_2_speaker", "name", "Tom Ashdown", TIDE_BACKER),
        Fact("f14", "quote_2_role", "text", "partner at Kelda Ventures", TIDE_BACKER),
        Fact(
            "f15",
            "detail",
            "text",
            "The first turbine has run since May 14, 2025, and supplies 1,150 homes in Stromness.",
            (
                "sorry not 1,300, it's 1,150 homes in stromness that the first turbine supplies, "
                "its been running since 14 may 2025"
            ),
        ),
        Fact(
            "f16",
            "detail",
            "text",
            "The first turbine supplies 1,300 homes.",
            "first turbine supplies about 1,300 homes",
            superseded=True,
        ),
        Fact(
            "f17",
            "boilerplate",
            "text",
            (
                "Tideway Energy builds and runs tidal turbines. It was founded in Kirkwall in 2019 "
                "and employs 27 people."
            ),
            "tideway energy builds and runs tidal turbines, founded in kirkwall 2019, we're 27 people now",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Fiona Muir, press@tideway.scot, +44 1856 555 014",
            "press: fiona muir, press@tideway.scot, 01856 555 014",
        ),
    ),
    clean=(
        Sentence("FOR IMMEDIATE RELEASE", ("f8",)),
        Sentence("Tideway Energy raises £6.3 million for tidal turbines off Hoy", ("f1", "f2", "f6", "f17")),
        Sentence("KIRKWALL, Scotland, Feb. 9, 2027 –", ("f7", "f8")),
        Sentence(
            "Tideway Energy has raised £6.3 million in a Series A round led by Kelda Ventures.",
            ("f1", "f2", "f3", "f4"),
        ),
        Sentence("The Orkney Growth Fund also invested in the round.", ("f5",)),
        Sentence(
            (
                "The money will pay for two more turbines off Hoy and create 40 jobs at the "
                "Stromness yard by the end of 2028."
            ),
            ("f6",),
        ),
        Sentence(
            (
                "“The sea does not send invoices,” said Isla Rennie, chief executive of Tideway "
                "Energy. “We want every island to know that feeling.”"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence(
            "The first turbine has been running since May 14, 2025, and supplies 1,150 homes in Stromness.",
            ("f15",),
        ),
        Sentence("One of the investors puts it this way.", ("f12",)),
        Sentence(
            (
                "Tom Ashdown, partner at Kelda Ventures, said: “We have looked at nineteen tidal "
                "companies and this is the one whose machine was still turning after the storm.”"
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("Tideway Energy builds and runs tidal turbines.", ("f17",)),
        Sentence("It was founded in Kirkwall in 2019 and employs 27 people.", ("f17",)),
        Sentence("Media contact: Fiona Muir, press@tideway.scot, +44 1856 555 014", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 1, "£6.3 million", "£6.8 million"),
        Edit("number", 5, "two more", "three more"),
        Edit("year", 11, "2019", "2018"),
        Edit("year", 5, "2028", "2027"),
        Edit("date", 2, "Feb. 9", "Feb. 19"),
        Edit("date", 7, "May 14", "March 14"),
        Edit("place", 7, "in Stromness", "in St Margaret's Hope"),
        Edit("place", 5, "off Hoy", "off Westray"),
        Edit("name", 4, "Orkney Growth Fund", "Orkney Growth Partners"),
        Edit("name", 6, "Isla Rennie", "Isla Rennison"),
        Edit("contact", 12, "555 014", "555 041"),
        Edit("contact", 12, "press@tideway.scot", "press@tideway.com"),
        Edit("changed quotation", 6, "does not send invoices", "never sends invoices"),
        Edit("changed quotation", 9, "was still turning", "kept turning"),
        Edit(
            "sentence added to a quotation", 6, "that feeling.”", "that feeling. This is only the beginning.”"
        ),
        Edit(
            "sentence added to a quotation",
            9,
            "after the storm.”",
            "after the storm. We are proud to stand beside Isla and her team.”",
        ),
        Edit("wrong speaker", 6, "Isla Rennie, chief executive of Tideway Energy", "Fiona Muir", ("f18",)),
        Edit(
            "wrong speaker",
            9,
            "Tom Ashdown, partner at Kelda Ventures,",
            "Isla Rennie, chief executive of Tideway Energy,",
            ("f10", "f11"),
        ),
        Edit(
            "swapped roles",
            5,
            "two more turbines off Hoy and create 40 jobs at the Stromness yard",
            "40 more turbines off Hoy and create two jobs at the Stromness yard",
        ),
        Edit(
            "swapped roles",
            3,
            "Tideway Energy has raised £6.3 million in a Series A round led by Kelda Ventures.",
            "Kelda Ventures has raised £6.3 million in a Series A round led by Tideway Energy.",
        ),
        Edit("added superlative", 10, "runs tidal turbines", "runs the world's most reliable tidal turbines"),
        Edit("added superlative", 3, "in a Series A round led", "in Scotland's largest Series A round, led"),
        Edit("superseded value", 7, "1,150", "1,300"),
        Edit(
            "superseded value",
            7,
            "supplies 1,150 homes in Stromness",
            "supplies some 1300 homes in Stromness",
        ),
        Edit("changed unit or currency", 3, "£6.3 million", "€6.3 million"),
        Edit("changed unit or currency", 1, "£6.3 million", "£6.3 billion"),
        Extra(
            "invented sentence", 5, "The funding will allow the company to expand into new markets.", ("f2",)
        ),
        Extra(
            "invented sentence",
            7,
            "Local residents have welcomed the cheaper electricity with great enthusiasm.",
            ("f15",),
        ),
        Edit("number", 11, "27 people", "almost 30 people"),
        Extra(
            "invented sentence",
            5,
            "The 40 jobs at the Stromness yard will go to local people first.",
            ("f6",),
        ),
    ),
    rewrites=(
        Rewrite(
            "order", 3, "In a Series A round led by Kelda Ventures, Tideway Energy has raised £6.3 million."
        ),
        Rewrite(
            "passive",
            7,
            (
                "Since May 14, 2025, 1,150 homes in Stromness have been supplied by the first "
                "turbine, which has been running since that day."
            ),
        ),
        Rewrite("number format", 1, "Tideway Energy raises £6,300,000 for tidal turbines off Hoy"),
        Rewrite(
            "synonyms",
            5,
            (
                "The money will fund another two turbines off Hoy and create 40 jobs at the yard in "
                "Stromness before 2028 is over."
            ),
        ),
        Reshaped(
            "joined",
            3,
            2,
            (
                Sentence(
                    (
                        "Tideway Energy has raised £6.3 million in a Series A round led by Kelda "
                        "Ventures, in which the Orkney Growth Fund also invested."
                    ),
                    ("f1", "f2", "f3", "f4", "f5"),
                ),
            ),
        ),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("The money will pay for two more turbines off Hoy.", ("f6",)),
                Sentence("It will also create 40 jobs at the Stromness yard by the end of 2028.", ("f6",)),
            ),
        ),
        Rewrite(
            "attribution first",
            6,
            (
                "Isla Rennie, chief executive of Tideway Energy, said: “The sea does not send "
                "invoices. We want every island to know that feeling.”"
            ),
        ),
    ),
)

CRUMB_WHAT = (
    "crumb tells you which bakery near you has bread left at the end of the day n sells it for a "
    "third of the price"
)
CRUMB_WHERE = "out on ios + android from tues 4 may 2027, to start with only in Leeds and York"
CRUMB_PRICE = "app is free for shoppers, bakeries pay £19 a month, and theres a £250 fee once for setup"
CRUMB_TEST = "we tested it from January to March, 38 bakeries in leeds n 12 in york, saved 9,400 loaves"
CRUMB_BAKER = (
    'nasreen from the Bramley bakehouse (Nasreen Akhtar, owner) said "I used to bin four trays a '
    'night. Now I bin the tray liners."'
)
CRUMB = Release(
    name="Crumb",
    language="en",
    facts=(
        Fact("f1", "startup", "name", "Crumb", "were called crumb lol"),
        Fact(
            "f2",
            "app_summary",
            "text",
            (
                "Crumb shows which bakeries nearby have bread left at the end of the day and sells "
                "it for a third of the price."
            ),
            CRUMB_WHAT,
        ),
        Fact("f3", "launch", "date", "2027-05-04", CRUMB_WHERE),
        Fact(
            "f4", "launch_towns", "text", "on iOS and Android, at first only in Leeds and York", CRUMB_WHERE
        ),
        Fact("f5", "bakery_fee", "money", "£19 a month", CRUMB_PRICE),
        Fact("f6", "setup_fee", "money", "£250 once", CRUMB_PRICE),
        Fact("f7", "bakery_fee", "money", "£24 a month", "bakeries pay £24 a month", superseded=True),
        Fact(
            "f8",
            "trial",
            "text",
            "In a trial from January to March, 38 bakeries in Leeds and 12 in York saved 9,400 loaves.",
            CRUMB_TEST,
        ),
        Fact(
            "f9",
            "quotation_1",
            "quotation",
            "We are not a charity and we are not a discount shop. We are a second chance for good bread.",
            (
                "my quote: We are not a charity and we are not a discount shop. We are a second "
                "chance for good bread."
            ),
        ),
        Fact("f10", "speaker_1", "name", "Joe Tattersall", "joe tattersall, co-founder, thats me"),
        Fact("f11", "speaker_1_role", "text", "co-founder of Crumb", "joe tattersall, co-founder, thats me"),
        Fact(
            "f12",
            "quotation_2",
            "quotation",
            "I used to bin four trays a night. Now I bin the tray liners.",
            CRUMB_BAKER,
        ),
        Fact("f13", "speaker_2", "name", "Nasreen Akhtar", CRUMB_BAKER),
        Fact("f14", "speaker_2_role", "text", "owner of the Bramley Bakehouse", CRUMB_BAKER),
        Fact(
            "f15",
            "about_us",
            "text",
            "Crumb was founded in Leeds in 2024 by Joe Tattersall and Mina Oyelaran.",
            "started 2024 in leeds by me and Mina Oyelaran",
        ),
        Fact(
            "f16",
            "press_contact",
            "contact",
            "Mina Oyelaran, mina@crumb.app, +44 113 496 0182",
            "mina@crumb.app or ring mina oyelaran 0113 496 0182",
        ),
        Fact("f17", "dateline_town", "name", "Leeds", "leeds obvs"),
        Fact("f18", "publish_on", "date", "2027-04-27", "press can have it on 27th april 2027"),
    ),
    clean=(
        Sentence("Crumb app sells bakeries' leftover bread for a third of the price", ("f1", "f2")),
        Sentence("LEEDS, April 27, 2027 –", ("f17", "f18")),
        Sentence(
            (
                "Crumb, an app that shows which bakeries nearby have bread left at the end of the "
                "day, starts on Tuesday, May 4, 2027."
            ),
            ("f1", "f2", "f3"),
        ),
        Sentence("It will be available on iOS and Android, at first only in Leeds and York.", ("f4",)),
        Sentence("The app is free for shoppers.", ("f5",)),
        Sentence("Bakeries pay £19 a month and a one-time setup fee of £250.", ("f5", "f6")),
        Sentence(
            "In a trial from January to March, 38 bakeries in Leeds and 12 in York saved 9,400 loaves.",
            ("f8",),
        ),
        Sentence(
            (
                "“We are not a charity and we are not a discount shop,” said co-founder Joe "
                "Tattersall. “We are a second chance for good bread.”"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence("One baker describes what has changed.", ("f12",)),
        Sentence(
            (
                "“I used to bin four trays a night. Now I bin the tray liners,” said Nasreen "
                "Akhtar, owner of the Bramley Bakehouse."
            ),
            ("f12", "f13", "f14"),
        ),
        Sentence("Crumb was founded in Leeds in 2024 by Joe Tattersall and Mina Oyelaran.", ("f1", "f15")),
        Sentence("Media contact: Mina Oyelaran, mina@crumb.app, +44 113 496 0182", ("f16",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 6, "9,400", "9,800"),
        Edit("number", 0, "a third", "half"),
        Edit("year", 10, "2024", "2023"),
        Edit("year", 2, "2027", "2028"),
        Edit("date", 2, "Tuesday, May 4", "Thursday, May 4"),
        Edit("date", 6, "January to March", "January to May"),
        Edit("place", 3, "York", "Bradford"),
        Edit("place", 10, "in Leeds", "in Manchester"),
        Edit("name", 9, "Nasreen Akhtar", "Nasreen Aktar"),
        Edit("name", 9, "Bramley Bakehouse", "Armley Bakehouse"),
        Edit("contact", 11, "mina@crumb.app", "hello@crumb.app"),
        Edit("contact", 11, "+44 113", "+44 114"),
        Edit("changed quotation", 9, "four trays", "five trays"),
        Edit("changed quotation", 7, "a second chance for good bread", "a second chance for great bread"),
        Edit("sentence added to a quotation", 9, "tray liners,”", "tray liners. My customers love it,”"),
        Edit(
            "sentence added to a quotation",
            7,
            "discount shop,”",
            "discount shop. Waste is a design mistake,”",
        ),
        Edit("wrong speaker", 7, "co-founder Joe Tattersall", "co-founder Mina Oyelaran", ("f15",)),
        Edit(
            "wrong speaker",
            9,
            "Nasreen Akhtar, owner of the Bramley Bakehouse",
            "co-founder Joe Tattersall",
            ("f10", "f11"),
        ),
        Edit(
            "swapped roles",
            5,
            "£19 a month and a one-time setup fee of £250",
            "£250 a month and a one-time setup fee of £19",
        ),
        Edit(
            "swapped roles", 6, "38 bakeries in Leeds and 12 in York", "12 bakeries in Leeds and 38 in York"
        ),
        Edit("added superlative", 2, "an app", "the only app"),
        Edit(
            "added superlative",
            10,
            "was founded in Leeds",
            "was the first of its kind when it was founded in Leeds",
        ),
        Edit("superseded value", 5, "£19", "£24"),
        Edit("changed unit or currency", 5, "£250", "$250"),
        Edit("changed unit or currency", 5, "£19 a month", "£19 a week"),
        Extra(
            "invented sentence",
            6,
            "Other supermarkets and cafes have already expressed interest in joining the platform.",
            ("f8",),
        ),
        Extra(
            "invented sentence",
            3,
            "The team is working closely with environmental organisations to maximise its impact.",
            ("f4",),
        ),
        Edit("number", 6, "9,400 loaves", "9,400 loaves, or 188 a bakery"),
        Edit(
            "invented sentence",
            6,
            "9,400 loaves.",
            "9,400 loaves. The result exceeded everyone's expectations.",
        ),
    ),
    rewrites=(
        Rewrite(
            "order",
            6,
            "38 bakeries in Leeds and 12 in York saved 9,400 loaves in a trial from January to March.",
        ),
        Rewrite(
            "date format",
            2,
            (
                "Crumb, an app that shows which bakeries nearby have bread left at the end of the "
                "day, starts on Tuesday 4 May 2027."
            ),
        ),
        Rewrite("synonyms", 4, "Shoppers pay nothing for the app."),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("Bakeries pay £19 a month.", ("f5",)),
                Sentence("There is also a setup fee of £250, which is paid once.", ("f6",)),
            ),
        ),
        Rewrite(
            "attribution first",
            9,
            (
                "Nasreen Akhtar, owner of the Bramley Bakehouse, said: “I used to bin four trays a "
                "night. Now I bin the tray liners.”"
            ),
        ),
        Rewrite("active", 10, "Joe Tattersall and Mina Oyelaran founded Crumb in Leeds in 2024."),
        Rewrite(
            "number format",
            6,
            (
                "In a trial from January to March, thirty-eight bakeries in Leeds and twelve in "
                "York saved 9400 loaves."
            ),
        ),
    ),
)

DRONE_WHO = "Partners are St Brendan's Hospital in Galway and Skyheron, thats the drone company from Shannon"
DRONE_WHAT = (
    "Skyheron will fly blood samples from the Aran Islands to our lab. takes 25 minutes instead of "
    "4 hrs by ferry and car, up to 3 kilos a flight"
)
DRONE_WHEN = "first flights 1 september 2027, contract runs three years, until 31 August 2030"
DRONE_DOC = (
    'Dr Maeve Costello, head of the lab: "A sample that waits is a sample that lies. I would rather '
    'hear a drone than a ferry timetable."'
)
SKYHERON = Release(
    name="St Brendan's",
    language="en",
    facts=(
        Fact("f1", "company_name", "name", "St Brendan's Hospital", DRONE_WHO),
        Fact("f2", "partner", "name", "Skyheron", DRONE_WHO),
        Fact(
            "f3",
            "benefit",
            "text",
            (
                "Skyheron's drones will fly blood samples from the Aran Islands to the hospital's "
                "laboratory in 25 minutes instead of four hours by ferry and car, up to 3 kilograms "
                "a flight."
            ),
            DRONE_WHAT,
        ),
        Fact("f4", "start", "date", "2027-09-01", DRONE_WHEN),
        Fact("f5", "scope", "text", "The contract runs for three years, until August 31, 2030.", DRONE_WHEN),
        Fact("f6", "city", "name", "Galway, Ireland", "Galway, Ireland"),
        Fact("f7", "release_date", "date", "2027-06-21", "21/06/2027 please, that's a Monday"),
        Fact(
            "f8",
            "quote",
            "quotation",
            "A sample that waits is a sample that lies. I would rather hear a drone than a ferry timetable.",
            DRONE_DOC,
        ),
        Fact("f9", "quote_speaker", "name", "Maeve Costello", DRONE_DOC),
        Fact("f10", "quote_role", "text", "head of the laboratory at St Brendan's Hospital", DRONE_DOC),
        Fact(
            "f11",
            "quote_2",
            "quotation",
            "Weather on the west coast is the strictest examiner there is.",
            (
                "Skyheron's Paul Drennan, managing director, gives: Weather on the west coast is "
                "the strictest examiner there is."
            ),
        ),
        Fact(
            "f12",
            "quote_2_speaker",
            "name",
            "Paul Drennan",
            (
                "Skyheron's Paul Drennan, managing director, gives: Weather on the west coast is "
                "the strictest examiner there is."
            ),
        ),
        Fact(
            "f13",
            "quote_2_role",
            "text",
            "managing director of Skyheron",
            (
                "Skyheron's Paul Drennan, managing director, gives: Weather on the west coast is "
                "the strictest examiner there is."
            ),
        ),
        Fact(
            "f14",
            "detail",
            "text",
            "In 210 test flights, 204 landed on time.",
            "210 test flights so far, 204 of them landed on time",
        ),
        Fact("f15", "start", "date", "2027-08-15", "flights start 15 august 2027", superseded=True),
        Fact(
            "f16",
            "boilerplate",
            "text",
            "St Brendan's Hospital has 312 beds and cares for people in Galway and on three islands.",
            "St Brendan's has 312 beds, we care for people in Galway and on three islands",
        ),
        Fact(
            "f17",
            "media_contact",
            "contact",
            "Aoife Lally, media@stbrendans.ie, +353 91 555 620",
            "aoife lally, media@stbrendans.ie, +353 91 555 620",
        ),
        Fact("f18", "partner_agrees", "yes_no", "yes", "yep skyheron are happy to be named"),
    ),
    clean=(
        Sentence("St Brendan's Hospital and Skyheron to fly blood samples by drone", ("f1", "f2", "f3")),
        Sentence("GALWAY, Ireland, June 21, 2027 –", ("f6", "f7")),
        Sentence(
            (
                "St Brendan's Hospital in Galway and the drone company Skyheron from Shannon have "
                "become partners."
            ),
            ("f1", "f2"),
        ),
        Sentence(
            (
                "Starting Sept. 1, 2027, Skyheron's drones will fly blood samples from the Aran "
                "Islands to the hospital's laboratory."
            ),
            ("f3", "f4"),
        ),
        Sentence("A flight takes 25 minutes; by ferry and car it takes four hours.", ("f3",)),
        Sentence("Each drone carries up to 3 kilograms a flight.", ("f3",)),
        Sentence("The contract runs for three years, until Aug. 31, 2030.", ("f5",)),
        Sentence(
            (
                "“A sample that waits is a sample that lies,” said Dr. Maeve Costello, head of the "
                "laboratory at St Brendan's Hospital. “I would rather hear a drone than a ferry "
                "timetable.”"
            ),
            ("f8", "f9", "f10"),
        ),
        Sentence("Of 210 test flights, 204 landed on time.", ("f14",)),
        Sentence(
            (
                "“Weather on the west coast is the strictest examiner there is,” said Paul Drennan, "
                "managing director of Skyheron."
            ),
            ("f11", "f12", "f13"),
        ),
        Sentence(
            "St Brendan's Hospital has 312 beds and cares for people in Galway and on three islands.",
            ("f16",),
        ),
        Sentence("Media contact: Aoife Lally, media@stbrendans.ie, +353 91 555 620", ("f17",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 10, "312", "321"),
        Edit("year", 6, "2030", "2029"),
        Edit("date", 6, "Aug. 31", "July 31"),
        Edit("place", 3, "Aran Islands", "Blasket Islands"),
        Edit("name", 7, "Maeve Costello", "Maeve Costelloe"),
        Edit("contact", 11, "media@stbrendans.ie", "media@stbrendan.ie"),
        Edit("changed quotation", 9, "the strictest examiner", "the toughest examiner"),
        Edit(
            "sentence added to a quotation",
            7,
            "timetable.”",
            "timetable. For our patients every minute counts.”",
        ),
        Edit(
            "wrong speaker",
            9,
            "Paul Drennan, managing director of Skyheron",
            "Dr. Maeve Costello, head of the laboratory at St Brendan's Hospital",
            ("f9", "f10"),
        ),
        Edit("swapped roles", 8, "Of 210 test flights, 204", "Of 204 test flights, 210"),
        Edit(
            "swapped roles",
            4,
            "25 minutes; by ferry and car it takes four hours",
            "four hours; by ferry and car it takes 25 minutes",
        ),
        Edit("added superlative", 2, "the drone company", "the leading drone company"),
        Edit("superseded value", 3, "Sept. 1, 2027", "Aug. 15, 2027"),
        Edit("superseded value", 3, "Starting Sept. 1, 2027", "Starting on 15 August 2027"),
        Edit("changed unit or currency", 5, "3 kilograms", "3 pounds"),
        Extra(
            "invented sentence",
            10,
            "The partners also plan to extend the service to other remote communities.",
            ("f5",),
        ),
        Extra("invented sentence", 8, "The six delayed test flights were caused by bad weather.", ("f14",)),
        Edit("place", 2, "from Shannon", "from Limerick"),
    ),
    rewrites=(
        Rewrite("synonyms", 6, "The agreement lasts three years and ends on Aug. 31, 2030."),
        Rewrite("date format", 6, "The contract runs for three years, until 31 August 2030."),
        Rewrite(
            "order",
            3,
            (
                "Blood samples from the Aran Islands will be flown to the hospital's laboratory by "
                "Skyheron's drones from Sept. 1, 2027."
            ),
        ),
        Rewrite("abbreviation", 5, "Each drone carries up to 3 kg a flight."),
        Rewrite(
            "pronoun", 10, "The hospital has 312 beds and cares for people in Galway and on three islands."
        ),
        Reshaped(
            "joined",
            4,
            2,
            (
                Sentence(
                    (
                        "A flight takes 25 minutes instead of four hours by ferry and car, and "
                        "carries up to 3 kilograms."
                    ),
                    ("f3",),
                ),
            ),
        ),
    ),
)

CLUB_STAND = (
    "we're building a new east stand, 2,400 seats, 310 of them for away fans, costs 1.7 million "
    "pounds. council pays 600k and the club the other 1.1m"
)
CLUB_DATES = (
    "work begins mon 7 june 2027 and we want to be in for the Boxing Day derby against Ferrybridge "
    "on 26 December"
)
CLUB_CHAIR = (
    "quote from chairwoman Gwen Pritchard: It has rained on my father in that corner since 1961. It "
    "can rain on the car park now."
)
CLUB = Release(
    name="Marlow Vale",
    language="en",
    facts=(
        Fact("f1", "club", "name", "Marlow Vale FC", "Marlow Vale FC, not Marlow Vale United!"),
        Fact(
            "f2",
            "stand",
            "text",
            "The club is building a new East Stand with 2,400 seats, 310 of them for away fans.",
            CLUB_STAND,
        ),
        Fact("f3", "cost", "money", "£1.7 million", CLUB_STAND),
        Fact("f4", "council_share", "money", "£600,000", CLUB_STAND),
        Fact("f5", "club_share", "money", "£1.1 million", CLUB_STAND),
        Fact("f6", "work_begins", "date", "2027-06-07", CLUB_DATES),
        Fact(
            "f7",
            "first_match",
            "text",
            "The stand is to be ready for the Boxing Day derby against Ferrybridge on Dec. 26.",
            CLUB_DATES,
        ),
        Fact(
            "f8",
            "chair_quote",
            "quotation",
            "It has rained on my father in that corner since 1961. It can rain on the car park now.",
            CLUB_CHAIR,
        ),
        Fact("f9", "chair", "name", "Gwen Pritchard", CLUB_CHAIR),
        Fact("f10", "chair_role", "text", "chairwoman of Marlow Vale FC", CLUB_CHAIR),
        Fact(
            "f11", "architect", "name", "Hallam Pryce Architects", "architects are Hallam Pryce from Hereford"
        ),
        Fact("f12", "seats", "number", "2,100 seats", "new stand has 2,100 seats", superseded=True),
        Fact("f13", "ticket", "money", "£14", "adult ticket stays at 14 quid, kids 5"),
        Fact("f14", "child_ticket", "money", "£5", "adult ticket stays at 14 quid, kids 5"),
        Fact(
            "f15",
            "about",
            "text",
            "Marlow Vale FC was founded in 1908 and plays in the Border League.",
            "founded 1908, we play in the Border League",
        ),
        Fact(
            "f16",
            "contact",
            "contact",
            "Des Whitlock, des@marlowvalefc.co.uk, +44 1432 555 077",
            "Des Whitlock des@marlowvalefc.co.uk 01432 555077",
        ),
        Fact("f17", "date", "date", "2027-05-18", "today 18 may 2027"),
        Fact(
            "f18",
            "capacity",
            "text",
            "The stand has room for 40 wheelchair users.",
            "plus room for 40 wheelchair users",
        ),
    ),
    clean=(
        Sentence("Marlow Vale FC builds new East Stand with 2,400 seats", ("f1", "f2")),
        Sentence(
            "Marlow Vale FC will start work on a new East Stand on Monday, June 7, 2027.", ("f1", "f2", "f6")
        ),
        Sentence(
            "It will have 2,400 seats, 310 of them for away fans, and room for 40 wheelchair users.",
            ("f2", "f18"),
        ),
        Sentence(
            "The stand costs £1.7 million, of which the council pays £600,000 and the club £1.1 million.",
            ("f3", "f4", "f5"),
        ),
        Sentence("It was designed by Hallam Pryce Architects from Hereford.", ("f11",)),
        Sentence(
            "The club wants the stand to be ready for the Boxing Day derby against Ferrybridge on Dec. 26.",
            ("f7",),
        ),
        Sentence(
            (
                "“It has rained on my father in that corner since 1961,” chairwoman Gwen Pritchard "
                "said. “It can rain on the car park now.”"
            ),
            ("f8", "f9", "f10"),
        ),
        Sentence("The price of an adult ticket stays the same.", ("f13",)),
        Sentence("Adults pay £14 and children £5.", ("f13", "f14")),
        Sentence("Marlow Vale FC was founded in 1908 and plays in the Border League.", ("f1", "f15")),
        Sentence("Contact for the media: Des Whitlock, des@marlowvalefc.co.uk, +44 1432 555 077", ("f16",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 2, "40 wheelchair", "60 wheelchair"),
        Edit("number", 3, "£600,000", "£650,000"),
        Edit("year", 9, "1908", "1906"),
        Edit("date", 1, "June 7", "June 17"),
        Edit("date", 5, "Dec. 26", "Dec. 27"),
        Edit("place", 4, "Hereford", "Ludlow"),
        Edit("name", 4, "Hallam Pryce", "Hallam Price"),
        Edit("contact", 10, "555 077", "550 077"),
        Edit("changed quotation", 6, "It can rain", "Let it rain"),
        Edit("sentence added to a quotation", 6, "car park now.”", "car park now. We thank the council.”"),
        Edit("wrong speaker", 6, "chairwoman Gwen Pritchard", "Des Whitlock", ("f16",)),
        Edit("swapped roles", 8, "Adults pay £14 and children £5", "Adults pay £5 and children £14"),
        Edit(
            "swapped roles",
            3,
            "the council pays £600,000 and the club £1.1 million",
            "the council pays £1.1 million and the club £600,000",
        ),
        Edit("added superlative", 0, "new East Stand", "biggest East Stand yet"),
        Edit("superseded value", 2, "2,400", "2,100"),
        Edit("superseded value", 0, "2,400 seats", "2100 seats"),
        Edit("changed unit or currency", 8, "£14", "€14"),
        Extra(
            "invented sentence",
            8,
            "Season ticket holders will be offered priority in choosing their new places.",
            ("f13",),
        ),
        Extra(
            "invented sentence",
            5,
            "The project underlines the club's commitment to its supporters and the local community.",
            ("f7",),
        ),
        Edit("wrong speaker", 6, "chairwoman Gwen Pritchard said", "club secretary Des Whitlock said"),
    ),
    rewrites=(
        Rewrite(
            "order",
            2,
            "There will be room for 40 wheelchair users, and 2,400 seats, 310 of them for away fans.",
        ),
        Rewrite(
            "number format", 3, "The stand costs £1.7m, of which the council pays £0.6m and the club £1.1m."
        ),
        Rewrite("active", 4, "Hallam Pryce Architects from Hereford designed it."),
        Rewrite(
            "date format",
            5,
            (
                "The club wants the stand to be ready for the Boxing Day derby against Ferrybridge "
                "on 26 December."
            ),
        ),
        Reshaped(
            "split",
            3,
            1,
            (
                Sentence("The stand costs £1.7 million.", ("f3",)),
                Sentence("The council pays £600,000 of it, and the club pays £1.1 million.", ("f4", "f5")),
            ),
        ),
        Rewrite(
            "attribution last",
            6,
            (
                "“It has rained on my father in that corner since 1961. It can rain on the car park "
                "now,” said Gwen Pritchard, chairwoman of Marlow Vale FC."
            ),
        ),
    ),
)

RELEASES = (TIDEWAY, CRUMB, SKYHERON, CLUB)
