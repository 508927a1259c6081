"""Roles of people in four languages: one row is one role, its name first; all in compared form."""

TITLES = """
ceo|chief executive officer|chief executive|ceo|managing director|geschaftsfuhrer|geschaftsfuhrerin|
  vorstandsvorsitzende|vorstandsvorsitzender|vorstandschef|vorstandschefin|firmenchef|firmenchefin|
  consejera delegada|consejero delegado|directora general|director general|directora ejecutiva|
  director ejecutivo|מנכל|מנכ"ל|מנכ"לית|מנכלית|המנכ"ל|המנכ"לית|מנהלת כללית|מנהל כללי
cto|chief technology officer|chief technical officer|cto|technikchef|technikchefin|technischer leiter|
  technische leiterin|technischer direktor|technische direktorin|director de tecnologia|
  directora de tecnologia|
  director tecnico|directora tecnica|סמנכ"ל טכנולוגיות|סמנכ"לית טכנולוגיות|סמנכ"ל הטכנולוגיות|
  סמנכ"לית הטכנולוגיות|סמנכל טכנולוגיות|סמנכלית טכנולוגיות|מנהל טכנולוגי|מנהלת טכנולוגית|
  סמנכ"ל טכנולוגיה|סמנכ"לית טכנולוגיה|סמנכ"ל הטכנולוגיה|סמנכ"לית הטכנולוגיה
cfo|chief financial officer|chief finance officer|cfo|finance director|finanzchef|finanzchefin|
  finanzvorstand|
  kaufmannischer leiter|kaufmannische leiterin|director financiero|directora financiera|סמנכ"ל כספים|
  סמנכ"לית כספים|סמנכ"ל הכספים|סמנכ"לית הכספים
coo|chief operating officer|chief operations officer|coo|director de operaciones|directora de operaciones|
  betriebsleiter|betriebsleiterin|סמנכ"ל תפעול|סמנכ"לית תפעול
cmo|chief marketing officer|cmo|marketingleiter|marketingleiterin|marketingchef|marketingchefin|
  director de marketing|directora de marketing|סמנכ"ל שיווק|סמנכ"לית שיווק
founder|founder|co-founder|cofounder|founders|co-founders|grunder|grunderin|mitgrunder|mitgrunderin|
  fundador|
  fundadora|cofundador|cofundadora|מייסד|מייסדת|המייסד|המייסדת
chair|chair|chairman|chairwoman|chairperson|president|aufsichtsratsvorsitzende|aufsichtsratsvorsitzender|
  vorsitzende|vorsitzender|prasident|prasidentin|presidente|presidenta|יו"ר|יושב ראש|יושבת ראש|נשיא|נשיאת
partner|partner at|general partner|managing partner|geschaftsfuhrender partner|socia directora|
  socio director|שותפה מנהלת|שותף מנהל
spokesperson|spokesperson|spokeswoman|spokesman|sprecher|sprecherin|pressesprecher|pressesprecherin|
  portavoz|
  דובר|דוברת
mayor|mayor|burgermeister|burgermeisterin|oberburgermeister|oberburgermeisterin|alcalde|alcaldesa|
  ראש העיר|ראשת העיר
minister|minister|ministerin|ministro|ministra|שר|שרת
scientist|chief scientist|chief science officer|chefwissenschaftler|chefwissenschaftlerin|
  director cientifico|
  directora cientifica|מדען ראשי|מדענית ראשית
product|head of product|chief product officer|produktchef|produktchefin|produktleiter|produktleiterin|
  director de producto|directora de producto|סמנכ"ל מוצר|סמנכ"לית מוצר|סמנכ"ל המוצר|סמנכ"לית המוצר
sales|head of sales|sales director|vertriebsleiter|vertriebsleiterin|vertriebschef|vertriebschefin|
  director comercial|directora comercial|סמנכ"ל מכירות|סמנכ"לית מכירות
"""
