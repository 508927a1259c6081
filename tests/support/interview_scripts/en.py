"""A funding round of a company in Turin, in English: with a model, and without one."""

from tests.fakes.scripted_model import Script, call, confirm, propose, reword, save, skip
from tests.fakes.scripted_writer import Line
from tests.support.interview_scripts.interview import APPROVE, Interview, turns_of

_SHORTER = "Tessera Energy raises €6.5 million for a plant in Novara"
_MORE_ON_POWER = "Begin with the solar power"

_SCRIPT: Script = {
    "hello": [
        ["Hello! Together we'll write your press release. What is your company called, exactly as in print?"]
    ],
    "We are Tessera Energy, and our Series A has just closed!": [
        [
            save("company_name", "Tessera Energy"),
            save("announcement_type", "funding", "our Series A has just closed"),
            save("round", "Series A"),
        ],
        ["Congratulations! How much did you raise?"],
    ],
    "and Alba Capital and the angel Pia Rossi joined in": [
        [
            save("amount", "€6.3 million"),
            save("lead_investor", "Northgate Ventures"),
            save("other_investors", "Alba Capital and Pia Rossi", "Alba Capital and the angel Pia Rossi"),
        ],
        ["Great. What will you use the money for?"],
    ],
    "For a second plant in Novara, and we want to hire 40 engineers by the end of 2027": [
        [
            save(
                "use_of_funds",
                "build a second plant in Novara and hire 40 engineers by the end of 2027",
                "a second plant in Novara … hire 40 engineers by the end of 2027",
            )
        ],
        ["Is the round closed, with all of that money promised in writing?"],
    ],
    "Yes. With this round it is 8.1 million euros in total so far. Do you do Instagram posts too btw?": [
        [
            save("round_closed", "yes", "Yes"),
            save("total_raised", "€8.1 million", "8.1 million euros in total"),
        ],
        ["Only press releases, I'm afraid. What else should a journalist know about Tessera Energy?"],
    ],
    "We turn old batteries of electric buses into storage units for factories. 54 factories in Italy and "
    "Austria run on them, and we made a first profit in 2026.": [
        [
            save(
                "detail",
                "Tessera Energy turns old batteries of electric buses into storage units for factories.",
                "We turn old batteries of electric buses into storage units for factories.",
            ),
            save(
                "detail_2",
                "54 factories in Italy and Austria run on them, and the company made a first profit in 2026.",
                "54 factories in Italy and Austria run on them, and we made a first profit in 2026.",
            ),
        ],
        ["A profit already! How does such a storage unit work?"],
    ],
    "The batteries come from the bus companies of Turin, Milan and Graz, which used to pay for having them "
    "shredded": [
        [
            save(
                "detail_3",
                "One unit holds the batteries of six buses and is as big as a shipping container. It stores "
                "solar power at noon and gives it back in the evening.",
                "one unit holds the batteries of six buses, it's as big as a shipping container … it stores "
                "solar power at noon and gives it back in the evening",
            ),
            save(
                "detail_4",
                "The batteries come from the bus companies of Turin, Milan and Graz, which used to pay for "
                "having them shredded.",
                "The batteries come from the bus companies of Turin, Milan and Graz, which used to pay for "
                "having them shredded",
            ),
        ],
        ["That is clear, thank you. What does it bring a factory, in figures?"],
    ],
    "They rent the units, nothing to buy. With two of them a sawmill in Biella cut its power bill by 31 "
    "percent in 2026": [
        [
            save(
                "detail_7",
                "The factories rent the units. With two of them a sawmill in Biella cut its power bill by 31 "
                "percent in 2026.",
                "factories … They rent the units, nothing to buy. With two of them a sawmill in Biella cut "
                "its power bill by 31 percent in 2026",
            )
        ],
        ["Good figure. And how big is the new plant compared with the one that you have?"],
    ],
    "Turin makes 200 units a year. Novara will make 600, from spring 2028. 25 of the 40 engineers will work "
    "there": [
        [
            save("detail_5", "The plant in Turin makes 200 units a year.", "Turin makes 200 units a year."),
            save(
                "detail_6",
                "The plant in Novara will make 600 units a year from spring 2028. 25 of the 40 engineers "
                "will work there.",
                "200 units a year. Novara will make 600, from spring 2028. 25 of the 40 engineers will work "
                "there",
            ),
            propose("headline", "Tessera Energy raises €6.3 million to build a second plant in Novara"),
            propose("headline", "Old bus batteries for factories: Tessera Energy raises €6.3 million"),
            propose("headline", "Tessera Energy raises €6.3 million Series A led by Northgate Ventures"),
        ],
        [
            "Now the headline. Which of these do you like, or would you rather write your own?\n\n"
            "A) Tessera Energy raises €6.3 million to build a second plant in Novara\n"
            "B) Old bus batteries for factories: Tessera Energy raises €6.3 million\n"
            "C) Tessera Energy raises €6.3 million Series A led by Northgate Ventures"
        ],
    ],
    "A is good. No second line please": [
        [
            confirm("Tessera Energy raises €6.3 million to build a second plant in Novara", "A is good"),
            skip("subhead", "No second line please"),
        ],
        ["Taken. Now a quotation: what does your chief executive say about it, word for word?"],
    ],
    "“Every bus in Europe carries a battery that still has ten good years. With Northgate we can give them a "
    "second job.” Ines Ortega, she is our chief executive": [
        [
            save(
                "quote",
                "Every bus in Europe carries a battery that still has ten good years. With Northgate we can "
                "give them a second job.",
            ),
            save("quote_speaker", "Ines Ortega"),
            save("quote_role", "chief executive of Tessera Energy", "chief executive … Tessera Energy"),
        ],
        ["That is a strong line. What does an investor say about it, word for word?"],
    ],
    "Marta Keller, partner at Northgate Ventures: “Tessera earns with what others pay to throw away.”": [
        [
            save("quote_2", "Tessera earns with what others pay to throw away."),
            save("quote_speaker_2", "Marta Keller"),
            save("quote_role_2", "partner at Northgate Ventures"),
        ],
        ["Thank you. Which city and country is the news from?"],
    ],
    "Turin, Italy. It should go out on Tuesday next week": [
        [save("city", "Turin, Italy"), save("release_date", "on Tuesday next week")],
        ["That is Tuesday, Feb. 9, 2027. And how does Tessera Energy describe itself?"],
    ],
    "Tessera Energy gives batteries of electric buses a second life as storage for factories. It was founded "
    "in Turin in 2021 and has 38 employees.\n"
    "Journalists can ask Luca Ferri, press@tessera-energy.com, +39 011 555 0142": [
        [
            save(
                "boilerplate",
                "Tessera Energy gives batteries of electric buses a second life as storage for factories. It "
                "was founded in Turin in 2021 and has 38 employees.",
            ),
            save("media_contact", "Luca Ferri, press@tessera-energy.com, +39 011 555 0142"),
        ],
        ["Saved. Is there a web page where journalists find more, such as pictures?"],
    ],
    "https://tessera-energy.com/press": [
        [save("link", "https://tessera-energy.com/press")],
        [call("finish")],
        ["Nothing is open any more. Please read your press release:"],
    ],
    "Wait, it was 6.5 million euros, not 6.3. And €8.3 million in total then": [
        [
            save("amount", "€6.5 million", "6.5 million euros"),
            save("total_raised", "€8.3 million", "€8.3 million in total"),
        ],
        ["The amount was €6.3 million and is €6.5 million now; the total goes from €8.1 to €8.3 million."],
    ],
    "Could the headline be a bit shorter?": [[reword("headline", _SHORTER)], ["Like this?"]],
    "yes. and in the paragraph about the units, start with the solar power": [
        [call("revise", instruction=_MORE_ON_POWER, paragraph=4)],
        ["The solar power comes first now."],
    ],
}
_BURSTS = (
    ("€6.3 million", "Northgate Ventures led it", "and Alba Capital and the angel Pia Rossi joined in"),
    (
        "one unit holds the batteries of six buses, it's as big as a shipping container",
        "it stores solar power at noon and gives it back in the evening",
        "The batteries come from the bus companies of Turin, Milan and Graz, which used to pay for having "
        "them shredded",
    ),
)

_UNITS = "One unit holds the batteries of six buses and is as big as a shipping container."
_POWER = "It stores solar power at noon and gives it back in the evening."
_LINES = (
    Line(
        1,
        "{company_name} has raised {amount} in a {round} round led by {lead_investor}, and will use the "
        "money to {use_of_funds}.",
        "company_name amount round lead_investor use_of_funds",
    ),
    Line(2, "{other_investors} also took part in the round.", "other_investors round"),
    Line(
        2,
        "It brings the money that the company has raised so far to {total_raised}.",
        "total_raised company_name",
    ),
    Line(
        3, "{company_name} turns old batteries of electric buses into storage units for factories.", "detail"
    ),
    Line(3, "Sixty-four factories in Italy and Austria run on the units.", "detail detail_2"),
    Line(3, "The company made a first profit in 2026.", "detail_2"),
    Line(4, _UNITS, "detail_3"),
    Line(4, _POWER, "detail_3"),
    Line(
        4,
        "The batteries come from the bus companies of Turin, Milan and Graz, which used to pay for having "
        "them shredded.",
        "detail_4",
    ),
    Line(5, "The factories rent the units.", "detail_7"),
    Line(5, "With two of them a sawmill in Biella cut its power bill by 31% in 2026.", "detail_7"),
    Line(6, "The plant in Turin makes 200 storage units a year.", "detail detail_5"),
    Line(
        6,
        "The one in Novara will make 600 a year from spring 2028, and 25 of the 40 new engineers will work "
        "there.",
        "detail_6 use_of_funds",
    ),
)

FUNDING = Interview(
    title="A funding round, interviewed by a model",
    phone="+393475550142",
    messages=[*turns_of(_SCRIPT, *_BURSTS), APPROVE],
    script=_SCRIPT,
    shorter="Could the headline be a bit shorter?",
    lines=_LINES,
    repairs={
        "Sixty-four factories in Italy and Austria run on the units.": (
            "In Italy and Austria, 54 factories run on the units."
        ),
        "At noon a storage unit takes up solar power, enough for 80 households.": (
            "At noon a storage unit takes up solar power, and it gives the power back in the evening."
        ),
    },
    wishes={
        _MORE_ON_POWER: {
            _UNITS: "At noon a storage unit takes up solar power, enough for 80 households.",
            _POWER: "It holds the batteries of six buses and is as big as a shipping container.",
        }
    },
)
