"""English."""

from assistant.offline.phrases.table import Phrases

PHRASES = Phrases(
    back="back|go back|previous(?: question)?",
    skip="(?:please )?(?:skip(?: it| that)?|pass|leave (?:it|that) out)|n/a|-+",
    nothing="no(?:ne|pe| quote| quotation| link)?|nothing(?: else)?|nobody(?: else)?|that(?:'s| is) all",
    take="ok(?:ay)?|yes(?: please)?|yep|sure|good|fine|great|perfect|take (?:it|that)|i like (?:it|that)",
    approval=(
        r"yes|yep|ok(?:ay)?|perfect|great|(?:all |that )?looks? (?:good|great|perfect)"
        r"|(?:it(?:'s| is) )?(?:fine|good|approved)"
        r"|go ahead|(?:i )?approved?(?: (?:it|this|that|version \d+))?|publish(?: it)?|ship it"
        r"|thanks|thank you|[👍👌✅]"
    ),
    thanks="(?:many )?(?:thanks?(?: you)?|thx|cheers)",
    change="(?:i(?:'d like| want) to )?(?:change|edit|correct)(?: (?:something|it))?|no",
    again=r"\b(?:send|show|give)\b.*\b(?:again|once more|text|release|it)\b|\bonce more\b|\bresend\b",
    shorter=r"\b(?:shorten|shorter)\b",
    headline=r"\bheadline\b",
    person_opening="hi|hello|please|can|could|may|i|we|i'd|like|want|need|would|to|let|me|us|rather",
    person=(
        r"(?:talk|speak|chat) (?:to|with) (?:an? |some )?(?:real )?"
        r"(?:human|person|operator|someone|somebody)(?:,? (?:please|now|instead|(?:of|from) your team))*"
    ),
    go_on="(?:yes,? |ok,? |please )?(?:(?:let's )?go on|continue|carry on)(?: with (?:it|that))?",
    announces="(?:i(?:'d| would) like|i want|we(?:'d like| want| are going)) to announce",
    sorry="no|sorry|actually|wait|correction|i meant",
    alter="change|replace|correct|make",
    article=r"(?:the|our|my|its)\s+",
    is_=r"(?:is|are|was|should be|should read)(?:\s+called)?",
    to=r"\s+(?:to|with|into)\s+",
    please="please",
    alter_this="(?:please )?(?:change|edit|correct|another|a new|new)",
    leave_out=(
        r"(?:please )?(?:leave out|remove|drop|delete|take out|leave|take)\s+(?:the |our |my )?{what}"
        r"(?: out)?(?:,? please)?"
    ),
    not_old=r"\Anot\s+(?P<first>.+?)[\s,;]+but\s+|[\s,;–-]+(?:and\s+)?not\s+(?P<last>[^;]+?)\W*\Z",
    opinion=(
        r"(?:much |far )?too (?:long|short|big|small|high|low|old)|(?:all )?wrong|not (?:right|correct"
        r"|true)|incorrect"
    ),
    says="says?|said",
    titles=("ceo|chief executive", "cfo|chief financial officer", "cto|chief technology officer"),
    facts={
        "company_name": "company|name of (?:the|our) company",
        "announcement_type": "kind|type",
        "headline": "title",
        "subhead": "subtitle|second line",
        "city": "place|location|dateline",
        "release_date": "date|day|embargo",
        "detail": "details?|background|facts?",
        "quote": "quotes?|words",
        "quote_speaker": "name",
        "quote_role": "role|title|position",
        "boilerplate": "about|description",
        "media_contact": "contact|e-?mail|phone(?: number)?",
        "link": "website|web page|url",
        "amount": "sum|money",
        "round": "stage|series",
        "lead_investor": "lead|investor",
        "use_of_funds": "use|purpose",
        "round_closed": "closed",
        "other_investors": "investors",
        "total_raised": "total",
        "product_name": "product(?: name)?",
        "product_summary": "summary|what it does",
        "availability": "available|launch date",
        "price": "cost",
        "partner": "partner(?: name)?",
        "benefit": "benefit",
        "start": "begin(?:ning)?",
        "when": "time",
    },
    ends=(
        r"\s*[;:–—]\s",
        r",\s",
        r"\s(?:to|so that|as|after|while)\s",
        r"\s(?:with|for|in|from|by)\s",
    ),
)
