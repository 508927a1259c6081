"""English, not shown to the builder of the check: a hearing aid seed round, a ferry line and a chef."""

from assistant.verification import Fact, Sentence
from tests.assistant.verification.independent_written.case import Edit, Extra, Release, Reshaped, Rewrite

EAR_MONEY = (
    "hey! closed our seed, $3.4M, lead is Blue Heron Capital, Minnesota Angels joined. brings total "
    "to 5.1M since we began"
)
EAR_USE = "gonna use it to get FDA clearance for the Mk2 by june 2028 and hire 12 engineers in Duluth"
EAR_QUOTE = (
    "CEO Ray Lindqvist: My dad nodded at everything for six years. Turns out he heard nothing. We "
    "built this for his next joke."
)
EAR_VC = (
    'from Blue Heron, Denise Okafor (managing partner) "They mailed us a prototype in a cereal box. '
    'It outperformed the one on my desk."'
)
HUSHWAVE = Release(
    name="Hushwave",
    language="en",
    facts=(
        Fact("f1", "company_name", "name", "Hushwave Audio", "we're Hushwave Audio out of duluth mn"),
        Fact("f2", "amount", "money", "$3.4 million", EAR_MONEY),
        Fact("f3", "round", "text", "seed round", EAR_MONEY),
        Fact("f4", "lead_investor", "name", "Blue Heron Capital", EAR_MONEY),
        Fact("f5", "other_investors", "name", "Minnesota Angels", EAR_MONEY),
        Fact("f6", "total_raised", "money", "$5.1 million", EAR_MONEY),
        Fact(
            "f7",
            "use_of_funds",
            "text",
            "win FDA clearance for the Mk2 by June 2028 and hire 12 engineers in Duluth",
            EAR_USE,
        ),
        Fact("f8", "city", "name", "Duluth, Minnesota", "we're Hushwave Audio out of duluth mn"),
        Fact("f9", "release_date", "date", "2027-10-05", "oct 5th 2027"),
        Fact(
            "f10",
            "quote",
            "quotation",
            (
                "My dad nodded at everything for six years. Turns out he heard nothing. We built "
                "this for his next joke."
            ),
            EAR_QUOTE,
        ),
        Fact("f11", "quote_speaker", "name", "Ray Lindqvist", EAR_QUOTE),
        Fact("f12", "quote_role", "text", "CEO of Hushwave Audio", EAR_QUOTE),
        Fact(
            "f13",
            "quote_2",
            "quotation",
            "They mailed us a prototype in a cereal box. It outperformed the one on my desk.",
            EAR_VC,
        ),
        Fact("f14", "quote_2_speaker", "name", "Denise Okafor", EAR_VC),
        Fact("f15", "quote_2_role", "text", "managing partner of Blue Heron Capital", EAR_VC),
        Fact("f16", "amount", "money", "$3.1 million", "we raised 3.1M", superseded=True),
        Fact(
            "f17",
            "boilerplate",
            "text",
            (
                "Hushwave Audio makes hearing aids that cost $480 a pair. The company started in "
                "2022 and has sold 7,900 pairs in 21 states."
            ),
            "we make hearing aids, 480 bucks a pair. started 2022, sold 7,900 pairs in 21 states",
        ),
        Fact(
            "f18",
            "media_contact",
            "contact",
            "Kim Saari, kim@hushwave.com, +1 218-555-0147",
            "kim saari, kim@hushwave.com, 218 555 0147",
        ),
    ),
    clean=(
        Sentence("FOR IMMEDIATE RELEASE", ("f9",)),
        Sentence("Hushwave Audio raises $3.4 million to bring its Mk2 to FDA clearance", ("f1", "f2", "f7")),
        Sentence("DULUTH, Minn., Oct. 5, 2027 –", ("f8", "f9")),
        Sentence(
            (
                "Hushwave Audio has closed a seed round of $3.4 million led by Blue Heron Capital, "
                "with Minnesota Angels joining."
            ),
            ("f1", "f2", "f3", "f4", "f5"),
        ),
        Sentence("The company has now raised $5.1 million in total.", ("f6",)),
        Sentence(
            (
                "It will use the money to win FDA clearance for the Mk2 by June 2028 and to hire 12 "
                "engineers in Duluth."
            ),
            ("f7",),
        ),
        Sentence(
            (
                "“My dad nodded at everything for six years,” CEO Ray Lindqvist said. “Turns out he "
                "heard nothing. We built this for his next joke.”"
            ),
            ("f10", "f11", "f12"),
        ),
        Sentence("The lead investor remembers the first parcel.", ("f13",)),
        Sentence(
            (
                "“They mailed us a prototype in a cereal box. It outperformed the one on my desk,” "
                "said Denise Okafor, managing partner of Blue Heron Capital."
            ),
            ("f13", "f14", "f15"),
        ),
        Sentence("Hushwave Audio makes hearing aids that cost $480 a pair.", ("f17",)),
        Sentence("The company started in 2022 and has sold 7,900 pairs in 21 states.", ("f17",)),
        Sentence("Media contact: Kim Saari, kim@hushwave.com, +1 218-555-0147", ("f18",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 10, "7,900", "9,700"),
        Edit("number", 5, "12 engineers", "20 engineers"),
        Edit("year", 10, "2022", "2021"),
        Edit("year", 5, "2028", "2029"),
        Edit("date", 5, "June", "July"),
        Edit("place", 5, "Duluth", "Minneapolis"),
        Edit("name", 6, "Lindqvist", "Lindquist"),
        Edit("contact", 11, "555-0147", "555-0174"),
        Edit("changed quotation", 6, "he heard nothing", "he had heard nothing"),
        Edit("sentence added to a quotation", 8, "on my desk,”", "on my desk. We were sold within a week,”"),
        Edit("wrong speaker", 6, "CEO Ray Lindqvist", "managing partner Denise Okafor", ("f14", "f15")),
        Edit("swapped roles", 3, "$3.4 million", "$5.1 million", ("f6",)),
        Edit(
            "swapped roles",
            3,
            "led by Blue Heron Capital, with Minnesota Angels joining",
            "led by Minnesota Angels, with Blue Heron Capital joining",
        ),
        Edit("swapped roles", 10, "7,900 pairs in 21 states", "21 pairs in 7,900 states"),
        Edit(
            "added superlative",
            9,
            "hearing aids that cost $480",
            "the most affordable hearing aids on the market, at $480",
        ),
        Edit("superseded value", 3, "$3.4 million", "$3.1 million"),
        Edit("changed unit or currency", 9, "$480 a pair", "$480 each"),
        Edit("changed unit or currency", 1, "$3.4 million", "C$3.4 million"),
        Extra(
            "invented sentence", 4, "The company expects to be profitable within the next few years.", ("f6",)
        ),
        Extra(
            "invented sentence", 10, "Users praise the comfort and clear sound of the hearing aids.", ("f17",)
        ),
    ),
    rewrites=(
        Rewrite(
            "order",
            3,
            (
                "Led by Blue Heron Capital, with Minnesota Angels joining, Hushwave Audio has "
                "closed a seed round of $3.4 million."
            ),
        ),
        Rewrite("number format", 4, "The company has now raised $5,100,000 in total."),
        Rewrite("synonyms", 9, "Hushwave Audio makes hearing aids priced at $480 a pair."),
        Reshaped(
            "split",
            5,
            1,
            (
                Sentence("It will use the money to win FDA clearance for the Mk2 by June 2028.", ("f7",)),
                Sentence("It will also hire 12 engineers in Duluth.", ("f7",)),
            ),
        ),
        Rewrite(
            "attribution first",
            8,
            (
                "Denise Okafor, managing partner of Blue Heron Capital, said: “They mailed us a "
                "prototype in a cereal box. It outperformed the one on my desk.”"
            ),
        ),
    ),
)

FERRY_DEAL = (
    "Calder Ferries + chef Amara Nwosu are teaming up, she does the menus on the Oban to Islay "
    "boats from 2 October 2027, 18 month deal"
)
FERRY_FOOD = "14 dishes, 9 of em with fish landed on islay. mains from £11.50, bairns eat for £6"
FERRY_SAYS = 'Amara says "A crossing takes two hours and ten minutes. That is exactly one good stew."'
FERRY_BOSS = "our MD, Hamish Orr: The old menu was beige. The sea never is."
CALDER = Release(
    name="Calder Ferries",
    language="en",
    facts=(
        Fact("f1", "ferry_line", "name", "Calder Ferries", FERRY_DEAL),
        Fact("f2", "chef", "name", "Amara Nwosu", FERRY_DEAL),
        Fact(
            "f3",
            "deal",
            "text",
            (
                "Amara Nwosu creates the menus on the ships between Oban and Islay from Oct. 2, "
                "2027, for 18 months."
            ),
            FERRY_DEAL,
        ),
        Fact(
            "f4", "menu", "text", "There are 14 dishes, nine of them with fish landed on Islay.", FERRY_FOOD
        ),
        Fact("f5", "main_price", "money", "£11.50", FERRY_FOOD),
        Fact("f6", "child_price", "money", "£6", FERRY_FOOD),
        Fact(
            "f7",
            "quotation_1",
            "quotation",
            "A crossing takes two hours and ten minutes. That is exactly one good stew.",
            FERRY_SAYS,
        ),
        Fact("f8", "speaker_1", "name", "Amara Nwosu", FERRY_SAYS),
        Fact("f9", "quotation_2", "quotation", "The old menu was beige. The sea never is.", FERRY_BOSS),
        Fact("f10", "speaker_2", "name", "Hamish Orr", FERRY_BOSS),
        Fact("f11", "speaker_2_role", "text", "managing director of Calder Ferries", FERRY_BOSS),
        Fact("f12", "menu", "text", "There are 16 dishes.", "16 dishes on the menu", superseded=True),
        Fact(
            "f13",
            "about_line",
            "text",
            "Calder Ferries has sailed since 1954 and carries 640,000 passengers a year on five ships.",
            "sailing since 1954, 640k passengers a yr, five ships",
        ),
        Fact(
            "f14",
            "press",
            "contact",
            "Morag Bell, press@calderferries.scot, +44 1631 555 020",
            "Morag Bell press@calderferries.scot 01631 555020",
        ),
        Fact("f15", "when", "date", "2027-09-14", "tues 14 sept 2027"),
        Fact("f16", "where", "name", "Oban, Scotland", "oban, scotland"),
    ),
    clean=(
        Sentence("Chef Amara Nwosu to create menus for Calder Ferries", ("f1", "f2", "f3")),
        Sentence("OBAN, Scotland, Sept. 14, 2027 –", ("f15", "f16")),
        Sentence(
            (
                "From Oct. 2, 2027, chef Amara Nwosu will create the menus on the Calder Ferries "
                "ships between Oban and Islay."
            ),
            ("f1", "f2", "f3"),
        ),
        Sentence("The agreement runs for 18 months.", ("f3",)),
        Sentence("There are 14 dishes, nine of them with fish landed on Islay.", ("f4",)),
        Sentence("Main courses start at £11.50, and children eat for £6.", ("f5", "f6")),
        Sentence(
            "“A crossing takes two hours and ten minutes,” Nwosu said. “That is exactly one good stew.”",
            ("f7", "f8"),
        ),
        Sentence(
            (
                "Hamish Orr, managing director of Calder Ferries, said: “The old menu was beige. "
                "The sea never is.”"
            ),
            ("f9", "f10", "f11"),
        ),
        Sentence(
            "Calder Ferries has sailed since 1954 and carries 640,000 passengers a year on five ships.",
            ("f1", "f13"),
        ),
        Sentence("Media contact: Morag Bell, press@calderferries.scot, +44 1631 555 020", ("f14",)),
        Sentence("###", ()),
    ),
    edits=(
        Edit("number", 4, "nine of them", "eight of them"),
        Edit("year", 8, "1954", "1945"),
        Edit("date", 2, "Oct. 2", "Oct. 12"),
        Edit("place", 2, "Islay", "Mull"),
        Edit("name", 7, "Hamish Orr", "Hamish Orrin"),
        Edit("contact", 9, "press@calderferries.scot", "press@calder-ferries.scot"),
        Edit("changed quotation", 7, "The sea never is.", "The sea is not."),
        Edit(
            "sentence added to a quotation", 6, "one good stew.”", "one good stew. I cannot wait to start.”"
        ),
        Edit("wrong speaker", 6, "Nwosu said", "Orr said", ("f10",)),
        Edit(
            "wrong speaker",
            7,
            "Hamish Orr, managing director of Calder Ferries,",
            "Morag Bell of Calder Ferries",
            ("f14",),
        ),
        Edit(
            "swapped roles",
            5,
            "Main courses start at £11.50, and children eat for £6",
            "Main courses start at £6, and children eat for £11.50",
        ),
        Edit("added superlative", 2, "chef Amara Nwosu", "Scotland's finest chef, Amara Nwosu,"),
        Edit("superseded value", 4, "14 dishes", "sixteen dishes"),
        Edit("changed unit or currency", 3, "18 months", "18 weeks"),
        Extra(
            "invented sentence",
            5,
            "Passengers with allergies will find suitable choices on every crossing.",
            ("f4",),
        ),
    ),
    rewrites=(
        Rewrite(
            "passive",
            2,
            (
                "The menus on the Calder Ferries ships between Oban and Islay will be created by "
                "chef Amara Nwosu from Oct. 2, 2027."
            ),
        ),
        Rewrite(
            "number format",
            8,
            "Calder Ferries has sailed since 1954 and carries 0.64 million passengers a year on 5 ships.",
        ),
        Rewrite("synonyms", 3, "The deal is for 18 months."),
        Reshaped(
            "joined",
            3,
            2,
            (
                Sentence(
                    (
                        "The agreement runs for 18 months and covers 14 dishes, nine of them with "
                        "fish landed on Islay."
                    ),
                    ("f3", "f4"),
                ),
            ),
        ),
        Rewrite(
            "attribution last",
            7,
            "“The old menu was beige. The sea never is,” said Calder Ferries' managing director, Hamish Orr.",
        ),
    ),
)

RELEASES = (HUSHWAVE, CALDER)
