"""Sentences without a fact: those that only lead on, and those that claim something; one a line."""

LEADING = {
    "en": """
One of the investors puts it this way.
One baker describes what has changed.
He adds:
She explains why.
The details at a glance.
The key points at a glance.
Here is what the founders say.
Asked about the reasons, she answers briefly.
The decision was not an easy one.
It was not a simple choice.
The partners see it the same way.
That is how the idea came about.
It began with a question.
What comes next?
And how does it work?
This is how it works.
The next steps are as follows.
The mayor, too, had something to say.
A nurse tells how she sees it.
The chief executive commented on the announcement.
His colleague agrees.
She also has a word for the neighbors.
The managing director looks back.
The founders remember it well.
Further information follows below.
Both sides have commented on the agreement.
A few words from the chief executive.
In the words of the founder:
In detail, this means the following.
Not that it was easy.
""",
    "de": """
Leicht fiel die Entscheidung nicht.
Einer der Investoren drückt es so aus.
Eine Bäckerin beschreibt, was sich geändert hat.
Er fügt hinzu:
Sie erklärt, warum.
Die Einzelheiten im Überblick.
Die Eckdaten auf einen Blick.
Das sagen die Gründer dazu.
Auch die Bürgermeisterin äußert sich.
Auch der Partner kommt zu Wort.
Zu den Gründen sagt sie Folgendes.
Einfach war die Entscheidung nicht.
Der Weg dahin war nicht leicht.
So sieht es der Geschäftsführer.
Und wie funktioniert das?
So funktioniert es.
So geht es weiter.
Wie es dazu kam, erzählt die Gründerin.
Am Anfang stand eine Frage.
Der Vorsitzende blickt zurück.
Dazu der Geschäftsführer:
Sein Kollege stimmt ihm zu.
Beide Seiten haben sich zu der Vereinbarung geäußert.
Eine Nachbarin erinnert sich.
Im Einzelnen gilt Folgendes.
Was heißt das konkret?
Ein paar Worte der Gründerin dazu.
Auf die Frage nach dem Warum antwortet sie knapp.
Mit den Worten des Gründers:
Sie hat auch eine Erklärung dafür.
""",
    "es": """
La decisión no fue fácil.
Uno de los inversores lo expresa así.
Una panadera describe lo que ha cambiado.
Y añade:
Ella explica por qué.
Los detalles, de un vistazo.
Las claves del acuerdo.
Esto dicen los fundadores.
También la alcaldesa tiene algo que decir.
También habló el socio.
Así lo ve el director general.
¿Y cómo funciona?
Así funciona.
¿Qué viene ahora?
Así nació la idea.
No fue una elección sencilla.
El camino no fue fácil.
La fundadora cuenta cómo empezó.
El presidente recuerda los inicios.
Su colega está de acuerdo.
Ambas partes se pronunciaron sobre el acuerdo.
Una vecina lo recuerda bien.
En concreto, se trata de lo siguiente.
¿Qué significa esto en la práctica?
A continuación, los detalles.
Unas palabras de la fundadora.
En palabras del fundador:
Preguntada por los motivos, responde brevemente.
Estos son los próximos pasos.
El director general lo resume así.
""",
    "he": """
גם לבעלת חנות יש מה לומר.
גם השותף האיטלקי אמר את דברו.
אחד המשקיעים מנסח זאת כך.
אופה אחת מתארת מה השתנה.
הוא מוסיף:
היא מסבירה מדוע.
הפרטים במבט אחד.
עיקרי הדברים.
כך אומרים המייסדים.
גם ראש העיר הגיב.
גם השותפה אמרה כמה מילים.
ההחלטה לא הייתה קלה.
זו לא הייתה בחירה פשוטה.
הדרך לשם לא הייתה קלה.
כך רואה זאת המנכ״ל.
ואיך זה עובד?
כך זה עובד.
ומה הלאה?
כך נולד הרעיון.
המייסדת מספרת איך זה התחיל.
היושב ראש נזכר בהתחלה.
עמיתו מסכים איתו.
שני הצדדים התייחסו להסכם.
שכנה אחת זוכרת זאת היטב.
בפירוט, מדובר בדברים הבאים.
מה זה אומר בפועל?
להלן הפרטים.
כמה מילים מהמייסדת.
במילותיו של המייסד:
כשנשאלה על הסיבות, ענתה בקצרה.
""",
}

CLAIMING = {
    "en": """
Demand is growing rapidly.
Customers have responded enthusiastically.
The team is looking forward to growth.
The company expects rising sales.
The market is waiting for this solution.
The product saves money.
Investors are convinced of the strategy.
Users love the simple design.
The figures speak for themselves.
Customers say it saves them time.
The company is well positioned for the future.
More products will follow soon.
Interest from abroad is strong.
An expansion is already being planned.
The technology is reliable and safe.
Experts praise the approach.
The partners plan further projects together.
Sales exceeded expectations.
The community supports the project.
The founders believe in sustainable growth.
Competitors have nothing comparable.
The new office strengthens the business.
Staff are proud of the result.
The software is easy to use.
The investment secures jobs in the region.
The response was overwhelming.
Analysts describe the step as bold.
The company remains profitable.
Patients benefit from shorter waits.
The product has proved itself in practice.
""",
    "de": """
Die Nachfrage wächst stark.
Die Kunden reagieren begeistert.
Das Team freut sich auf das Wachstum.
Der Umsatz soll weiter steigen.
Der Markt wartet auf diese Lösung.
Das Produkt spart Geld.
Die Investoren sind von der Strategie überzeugt.
Nutzer lieben die einfache Bedienung.
Die Zahlen sprechen für sich.
Kunden sagen, dass sie damit Zeit sparen.
Das Unternehmen ist gut für die Zukunft gerüstet.
Weitere Produkte werden bald folgen.
Das Interesse aus dem Ausland ist groß.
Eine Erweiterung ist bereits in Planung.
Die Technik ist zuverlässig und sicher.
Fachleute loben den Ansatz.
Die Partner planen weitere gemeinsame Projekte.
Der Verkauf übertraf die Erwartungen.
Die Gemeinde unterstützt das Vorhaben.
Die Gründer glauben an nachhaltiges Wachstum.
Der Wettbewerb hat nichts Vergleichbares.
Das neue Büro stärkt das Geschäft.
Die Belegschaft ist stolz auf das Ergebnis.
Die Software ist leicht zu bedienen.
Die Investition sichert Arbeitsplätze in der Region.
Die Resonanz war überwältigend.
Fachleute beschreiben den Schritt als mutig.
Das Unternehmen bleibt profitabel.
Patienten profitieren von kürzeren Wartezeiten.
Das Produkt hat sich in der Praxis bewährt.
""",
    "es": """
La demanda crece con fuerza.
Los clientes han reaccionado con entusiasmo.
El equipo espera con ilusión el crecimiento.
La empresa prevé un aumento de las ventas.
El mercado espera esta solución.
El producto ahorra dinero.
Los inversores confían en la estrategia.
Los usuarios adoran su diseño sencillo.
Las cifras hablan por sí solas.
Los clientes dicen que les ahorra tiempo.
La empresa está bien preparada para el futuro.
Pronto llegarán más productos.
El interés del extranjero es fuerte.
Ya se prepara una ampliación.
La tecnología es fiable y segura.
Los expertos elogian el enfoque.
Los socios planean más proyectos conjuntos.
Las ventas superaron las expectativas.
La comunidad apoya el proyecto.
Los fundadores creen en un crecimiento sostenible.
La competencia no tiene nada comparable.
La nueva oficina refuerza el negocio.
La plantilla está orgullosa del resultado.
El programa es fácil de usar.
La inversión asegura empleos en la región.
La respuesta fue abrumadora.
Los analistas describen el paso como valiente.
La empresa sigue siendo rentable.
Los pacientes se benefician de esperas más cortas.
El producto ha demostrado su valor en la práctica.
""",
    "he": """
הביקוש גדל במהירות.
הלקוחות הגיבו בהתלהבות.
הצוות מצפה לצמיחה.
החברה צופה עלייה במכירות.
השוק מחכה לפתרון הזה.
המוצר חוסך כסף.
המשקיעים משוכנעים באסטרטגיה.
המשתמשים אוהבים את העיצוב הפשוט.
המספרים מדברים בעד עצמם.
הלקוחות אומרים שזה חוסך להם זמן.
החברה ערוכה היטב לעתיד.
מוצרים נוספים יושקו בקרוב.
ההתעניינות מחו״ל חזקה.
הרחבה כבר נמצאת בתכנון.
הטכנולוגיה אמינה ובטוחה.
מומחים משבחים את הגישה.
השותפים מתכננים פרויקטים משותפים נוספים.
המכירות עלו על הציפיות.
הקהילה תומכת במיזם.
המייסדים מאמינים בצמיחה בת קיימא.
למתחרים אין שום דבר דומה.
המשרד החדש מחזק את העסק.
העובדים גאים בתוצאה.
התוכנה קלה לשימוש.
ההשקעה מבטיחה מקומות עבודה באזור.
התגובה הייתה סוחפת.
אנליסטים מתארים את הצעד כאמיץ.
החברה נותרה רווחית.
המטופלים נהנים מהמתנה קצרה יותר.
המוצר הוכיח את עצמו בשטח.
""",
}
