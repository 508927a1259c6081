"""German: a fact, a sentence that tells it in other words, and two that tell something new,

the second one with most of the fact's own words."""

ROWS = """
Der Zoo in Görlitz hat zwei junge Otter, geboren am 3. Mai.
    | Im Zoo in Görlitz sind am 3. Mai zwei Otter zur Welt gekommen.
    | Besucher können die Otter jeden Nachmittag füttern.
    | Die zwei Otter im Zoo in Görlitz begeistern die Pfleger.
Die Zahnarztpraxis Lenz eröffnet am 1. Juni eine zweite Praxis in Bautzen.
    | Am 1. Juni macht die Zahnarztpraxis Lenz in Bautzen ihre zweite Praxis auf.
    | In Bautzen fehlten seit Langem Zahnärzte für Kinder.
    | In der zweiten Praxis in Bautzen werden ängstliche Patienten hypnotisiert.
Der Chor hat 62 Sänger und probt dienstags.
    | Der Chor zählt 62 Mitglieder und trifft sich dienstags zur Probe.
    | Die 62 Sänger stammen aus zwölf verschiedenen Ländern.
    | Die 62 Sänger proben dienstags ohne Honorar.
Die Fähre braucht 35 Minuten und nimmt 120 Autos mit.
    | 35 Minuten dauert die Überfahrt mit der Fähre, die Platz für 120 Autos hat.
    | Die Fähre fährt ausschließlich mit Strom aus Windkraft.
    | Die Fähre für 120 Autos hat den Lärm im Hafen verringert.
Die Sparbank schließt ihre Filiale in Wurzen und lässt den Geldautomaten stehen.
    | Die Filiale der Sparbank in Wurzen wird geschlossen, der Geldautomat bleibt.
    | Den Angestellten wurden Umschulungen in anderen Abteilungen angeboten.
    | Der Geldautomat der Sparbank in Wurzen gibt ausländische Scheine aus.
Der Spielzeughersteller ruft 4.000 Holzzüge zurück, weil sich ein Rad lösen kann.
    | 4.000 Holzzüge werden vom Spielzeughersteller zurückgerufen, weil sich Räder lösen können.
    | Verletzt wurde nach bisherigen Erkenntnissen niemand.
    | Die 4.000 Holzzüge wurden in Vietnam geschnitzt.
Das Kino zeigt freitags Stummfilme mit Klavierbegleitung.
    | Freitags sind im Kino Stummfilme zu sehen, am Klavier begleitet.
    | Die Pianistin studierte in Prag am Konservatorium.
    | Die Stummfilme am Freitag haben neue Zuschauer ins Kino gelockt.
Die Versicherung zahlt Schäden bis 500 Euro innerhalb eines Tages.
    | Schäden bis 500 Euro werden von der Versicherung binnen eines Tages beglichen.
    | Seit der Umstellung ist die Zahl der Betrugsfälle deutlich gesunken.
    | Die Versicherung zahlt Schäden innerhalb eines Tages dank schlauer Technik.
Die Schachschule unterrichtet 340 Kinder an neun Schulen.
    | An neun Schulen lernen 340 Kinder bei der Schachschule Schach.
    | Kinder, die Schach spielen, haben bessere Noten in Mathematik.
    | Die 340 Kinder an neun Schulen träumen von einem Turnier.
Blankwasch eröffnet eine Wäscherei, die mit Regenwasser arbeitet.
    | Mit Regenwasser wäscht die neue Wäscherei, die Blankwasch eröffnet.
    | Benachbarte Hotels wollen ihre Bettwäsche dort abgeben.
    | Die Wäscherei mit Regenwasser will Hotels günstige Preise machen.
Der Radiosender zieht im März in die alte Post.
    | Im März zieht der Radiosender in das frühere Postgebäude um.
    | Die neuen Studios hat ein Architekt aus der Nachbarschaft entworfen.
    | Die alte Post bietet dem Radiosender eine bessere Akustik.
Der Aufzug am Bahnhof ist bis zum 12. September außer Betrieb.
    | Bis zum 12. September kann der Aufzug am Bahnhof nicht benutzt werden.
    | Reisende mit Kinderwagen werden gebeten, den Nebeneingang zu nehmen.
    | Der Aufzug am Bahnhof ist wegen Vandalismus außer Betrieb.
Die Fischer in Büsum fingen im vergangenen Jahr 900 Tonnen Krabben.
    | 900 Tonnen Krabben haben die Fischer aus Büsum im vergangenen Jahr angelandet.
    | Die Bestände in der Bucht haben sich nach Jahren der Überfischung erholt.
    | Die 900 Tonnen Krabben wurden in Büsum geschält.
Die App warnt Nutzer, wenn ein Passwort gestohlen wurde.
    | Nutzer werden von der App gewarnt, sobald eines ihrer Passwörter gestohlen worden ist.
    | Die App sperrt verdächtige Anmeldungen ohne Zutun des Nutzers.
    | Die App warnt Nutzer, bevor Betrüger ihr Konto plündern.
Die Buchhandlung gibt von jedem Verkauf einen Euro an einen Leseverein.
    | Von jedem verkauften Buch spendet die Buchhandlung einen Euro an einen Leseverein.
    | Viele Kunden runden den Betrag an der Kasse auf.
    | Die Buchhandlung will andere Läden zu Spenden an den Leseverein anregen.
Die Baufirma errichtet 48 Wohnungen auf dem Gelände des Gaswerks.
    | Auf dem Gelände des früheren Gaswerks baut die Baufirma 48 Wohnungen.
    | Ein Drittel der Wohnungen ist Pflegekräften und Lehrern vorbehalten.
    | Die 48 Wohnungen auf dem Gelände des Gaswerks werden mit Holz beheizt.
Das Museum leiht einer Bibliothek in Oslo 30 Landkarten.
    | Eine Bibliothek in Oslo bekommt 30 Landkarten vom Museum geliehen.
    | Einige der Karten lagen jahrzehntelang im Tresor.
    | Die 30 Landkarten aus dem Museum haben den Krieg überstanden.
Thea Brock leitet ab 1. April die Apotheke.
    | Ab dem 1. April steht Thea Brock an der Spitze der Apotheke.
    | Zuvor verantwortete sie den Einkauf einer Klinik in Kassel.
    | Thea Brock möchte die Apotheke modernisieren.
Die Aufzüge sparen 40 Prozent Strom.
    | Mit den Aufzügen lassen sich 40 Prozent des Stroms einsparen.
    | Die Anschaffung rechnet sich nach drei Wintern.
    | Die Aufzüge, die 40 Prozent Strom sparen, sind besonders leise.
Das Hotel pflanzt einen Baum für jeden Gast, der auf die Reinigung verzichtet.
    | Verzichtet ein Gast auf die Reinigung, pflanzt das Hotel dafür einen Baum.
    | Die Setzlinge stammen aus einer Gärtnerei am Stadtrand.
    | Das Hotel pflanzt die Bäume mit Hilfe von Schulklassen.
"""
