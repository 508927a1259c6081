"""What breaks the rows about English as the Associated Press writes it, and near misses."""

from assistant.parts import PartName as P
from tests.assistant.house_style.case import Case, bodies
from tests.assistant.house_style.changes import both, given, text

AP = [
    bodies(
        "PR080",
        "en",
        """
        It opens on January 5.
        It opens on 9 February 2027.
        It opens on 2027-02-09.
        It opens on Feb. 9, 2027 in Turin.
        """,
        """
        It opens on Jan. 5.
        It opens in January 2027, or on March 5.
        “It opens on January 5,” said Ines Ortega.
        In January 5 engineers joined.
        See https://x.example/2027-02-09 now.
        It opens on Feb. 9, 2027, in Turin.
        """,
    ),
    bodies(
        "PR081",
        "en",
        """
        It opens on Jan. 5th.
        It opens on the 9th of February.
        """,
        """
        It opens on Jan. 5.
        It is the 5th shop in January.
        “It opens on Jan. 5th,” said Ines Ortega.
        """,
    ),
    bodies(
        "PR082",
        "en",
        """
        It opens at 9 AM.
        It opens at 9:30pm today.
        It opens at 9:00 a.m. today.
        """,
        """
        It opens at 9 a.m. today.
        It opens at 9:30 p.m.
        It has 9 amps and 10 pm2 x.
        “It opens at 9 AM,” said Ines Ortega.
        """,
    ),
    bodies(
        "PR083",
        "en",
        """
        It raised USD 6.3m in May.
        It raised $6.3M.
        It raised 6.3 million dollars.
        It raised €6,300,000 in May.
        It costs $500K a year.
        """,
        """
        It raised $6.3 million.
        It raised $6,312,345.
        It raised 5 to 6 million dollars.
        It costs $5 a month.
        It raised 6 million euros.
        “It raised $6.3M,” said Ines Ortega.
        A six-million-dollar plant x.
        """,
    ),
    bodies(
        "PR084",
        "en",
        """
        It grew 20 percent.
        It grew 20 %.
        It grew by five percent.
        It grew 2.5 per cent.
        """,
        """
        It grew 20%.
        A percentage of 20 people x.
        It grew six point three percent.
        One hundred and five percent x.
        “It grew 20 percent,” said Ines Ortega.
        """,
    ),
    bodies(
        "PR085",
        "en",
        """
        It has 5 shops.
        5 engineers joined.
        It has twelve shops.
        It is a 5-year plan.
        A five-year-old boy x.
        It laid five miles of pipe.
        """,
        """
        It has five shops and 12 plants.
        Studio 5 engineers use Windows 7 computers of Series 3 makers.
        On page 5 readers see level 3 students.
        It has 5% more and $5 less.
        The score was 3 to 2 and 4 of 5 stars.
        The 7-Eleven shop and version 3 users.
        “It has 5 shops,” said Ines Ortega.
        It is 5 miles long, and 5 years old.
        Twelve shops opened.
        It takes 2.5 days, and 1,005 people came.
        One in five people came at 5 p.m. today.
        """,
    ),
    Case(
        "PR085",
        "en",
        (text(P.BOILERPLATE, "It has 5 shops."),),
        (
            text(P.HEADLINE, "Tessera opens 5 shops"),
            both(given(names=("Take 5 shops",)), text(P.BODY, "Take 5 shops x")),
        ),
    ),
    bodies(
        "PR086",
        "en",
        """
        “It is good,” says Ines Ortega.
        “It is good,” Ines Ortega stated.
        Ines Ortega commented: “It is good.”
        “It is good,” remarked the chief executive.
        """,
        """
        “It is good,” said Ines Ortega.
        “It is good,” added Ines Ortega.
        The law says that it states the sum.
        Readers left comments: “It is good.”
        “She says it is good,” said Ines Ortega.
        """,
    ),
]
