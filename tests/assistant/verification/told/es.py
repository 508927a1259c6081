"""Spanish: a fact, a sentence that tells it in other words, and two that tell something new,

the second one with most of the fact's own words."""

ROWS = """
El zoo de Cáceres tiene dos nutrias nuevas, nacidas el 3 de mayo.
    | Dos nutrias nacieron el 3 de mayo en el zoo de Cáceres.
    | Los visitantes pueden alimentar a las nutrias por la tarde.
    | Las dos nutrias del zoo de Cáceres han enamorado a sus cuidadores.
Clínica Luarca abre el 1 de junio una segunda consulta dental en Avilés.
    | La segunda consulta dental de Clínica Luarca abrirá en Avilés el 1 de junio.
    | Los vecinos de Avilés llevaban tiempo esperando un dentista cercano.
    | La segunda consulta de Avilés tratará con hipnosis a los pacientes nerviosos.
El coro tiene 62 cantantes y ensaya los martes.
    | El coro, con 62 voces, se reúne los martes para ensayar.
    | Los 62 cantantes proceden de doce países distintos.
    | Los 62 cantantes ensayan los martes sin cobrar.
El ferri cruza en 35 minutos y lleva 120 coches.
    | La travesía del ferri dura 35 minutos y caben en él 120 coches.
    | El ferri navega con combustible renovable.
    | El ferri de 120 coches ha reducido el ruido del puerto.
El banco cierra su oficina de Béjar y mantiene el cajero.
    | La oficina del banco en Béjar cerrará, pero el cajero seguirá allí.
    | A los trabajadores se les ofreció formación en otros departamentos.
    | El cajero del banco en Béjar entrega billetes extranjeros.
La juguetera retira 4.000 trenes de madera porque una rueda puede soltarse.
    | La juguetera ha retirado del mercado 4.000 trenes de madera cuya rueda puede soltarse.
    | Hasta la fecha no se ha registrado ninguna lesión.
    | Los 4.000 trenes de madera se tallaron en Vietnam.
El cine proyecta los viernes películas mudas con piano en directo.
    | Los viernes se proyectan en el cine películas mudas acompañadas de piano en directo.
    | La pianista se formó en un conservatorio de Praga.
    | Las películas mudas de los viernes han atraído espectadores al cine.
La aseguradora paga en un día los siniestros de hasta 500 euros.
    | Los siniestros de hasta 500 euros los abona la aseguradora en un día.
    | El fraude ha caído con fuerza tras la reforma.
    | La aseguradora paga los siniestros en un día gracias a un programa ingenioso.
La escuela de ajedrez enseña a 340 niños en nueve colegios.
    | En nueve colegios, 340 niños aprenden ajedrez con la escuela.
    | Los niños que juegan al ajedrez sacan mejores notas en matemáticas.
    | Los 340 niños de nueve colegios sueñan con un torneo.
Lavaclara abre una lavandería que usa agua de lluvia.
    | La lavandería que inaugura Lavaclara funciona con agua de lluvia.
    | Los hoteles vecinos enviarán allí sus sábanas.
    | La lavandería de agua de lluvia abaratará la ropa de los hoteles.
La emisora de radio se muda en marzo al antiguo edificio de Correos.
    | En marzo, la emisora de radio se trasladará al antiguo edificio de Correos.
    | Los nuevos estudios los diseñó una arquitecta del barrio.
    | El antiguo edificio de Correos ofrece a la emisora mejor acústica.
El ascensor de la estación no funciona hasta el 12 de septiembre.
    | Hasta el 12 de septiembre estará fuera de servicio el ascensor de la estación.
    | Se pide a los pasajeros con carrito que usen la entrada lateral.
    | El ascensor de la estación no funciona por culpa de los vándalos.
Los pescadores de Bermeo capturaron 900 toneladas de anchoa el año pasado.
    | El año pasado, los pescadores de Bermeo desembarcaron 900 toneladas de anchoa.
    | La anchoa de la bahía se ha recuperado tras años de sobrepesca.
    | Las 900 toneladas de anchoa se enlataron en Bermeo.
La aplicación avisa a los usuarios cuando les roban una contraseña.
    | Cuando se roba una contraseña, la aplicación avisa a su usuario.
    | La aplicación bloquea los accesos sospechosos sin intervención del usuario.
    | La aplicación avisa a los usuarios antes de que les vacíen la cuenta.
La librería dona un euro por cada venta a una asociación de lectura.
    | Por cada libro vendido, la librería entrega un euro a una asociación de lectura.
    | Muchos clientes redondean su cuenta en la caja.
    | La librería busca inspirar donaciones de otras tiendas a la asociación de lectura.
La constructora levantará 48 pisos en la antigua fábrica de gas.
    | En la antigua fábrica de gas, la constructora edificará 48 viviendas.
    | Un tercio de los pisos se reservará a enfermeras y maestros.
    | Los 48 pisos de la antigua fábrica de gas se calentarán con leña.
El museo presta 30 mapas a una biblioteca de Oslo.
    | Una biblioteca de Oslo recibirá en préstamo 30 mapas del museo.
    | Algunos mapas llevaban décadas guardados en la bóveda.
    | Los 30 mapas del museo sobrevivieron a la guerra.
Teresa Brito dirige la farmacia desde el 1 de abril.
    | Desde el 1 de abril, Teresa Brito está al frente de la farmacia.
    | Antes gestionó las compras de un hospital en Huelva.
    | Teresa Brito quiere modernizar la farmacia.
Los ascensores ahorran un 40 % de electricidad.
    | Con los ascensores se ahorra un 40 % de la electricidad.
    | La compra se amortiza en tres inviernos.
    | Los ascensores que ahorran un 40 % de electricidad son muy silenciosos.
El hotel planta un árbol por cada huésped que renuncia a la limpieza.
    | Por cada huésped que prescinde de la limpieza, el hotel planta un árbol.
    | Los plantones crecen en un vivero de las afueras.
    | El hotel planta los árboles con ayuda de escolares.
"""
