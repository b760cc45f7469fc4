//! Spanish.

use super::{Said, Starter};

pub(super) static ES: Starter = Starter {
    hello: r#"Hola {{first_name or "de nuevo"}}:"#,
    signed: "Todo el equipo de {{shop}}",
    kinds: [
        Said {
            subject: r#"Una recompensa para ti: {{offer or "mira dentro"}}"#,
            preview: r#"Tu código está en este correo. Vale hasta el {{offer.day or "día en que lo uses"}}."#,
            title: "Una recompensa para ti",
            body: "Has comprado con nosotros más de una vez, y lo agradecemos. Aquí tienes algo a cambio, para lo próximo que necesites.",
            heading: "Elegido para ti",
            button: "Usarlo en la tienda",
        },
        Said {
            subject: r#"En tu lista de deseos: {{offer or "una oferta"}}"#,
            preview: r#"{{product or "Lo que guardaste"}} y más, hasta el {{offer.day or "final de la oferta"}}."#,
            title: "Lo que guardaste cuesta menos",
            body: r#"Esto está en tu lista de deseos. Hasta el {{offer.day or "final de la oferta"}} es tuyo por menos."#,
            heading: "De tu lista de deseos",
            button: "Ver la oferta",
        },
        Said {
            subject: r#"Envío gratis desde {{shipping.from or "un importe pequeño"}}"#,
            preview: "Añade lo que te falta: el paquete lo pagamos nosotros.",
            title: "El paquete lo pagamos nosotros",
            body: r#"Desde {{shipping.from or "un importe pequeño"}}, el envío es gratis para ti. Por si te falta algo, esto va bien con lo que ya tienes."#,
            heading: "Va bien con lo que tienes",
            button: "Ir a la tienda",
        },
        Said {
            subject: r#"{{first_name or "Hola"}}, hace tiempo que no nos vemos"#,
            preview: r#"Te hemos guardado algo: {{offer or "ven a verlo"}}."#,
            title: "Hace tiempo que no nos vemos",
            body: "Desde tu última visita han llegado muchas cosas. Hemos elegido lo que te va, y te hemos guardado un descuento.",
            heading: "Hemos pensado en ti",
            button: "Ver lo nuevo",
        },
        Said {
            subject: r#"Nuevo, y parecido a {{last_bought or "lo que te gusta"}}"#,
            preview: "Recién llegado, elegido para ti, y lo ves antes que nadie.",
            title: "Recién llegado, elegido para ti",
            body: "Todo esto acaba de llegar y va bien con lo que ya tienes de aquí. Queríamos que lo vieras antes que nadie.",
            heading: "Nuevo para ti",
            button: "Ver todo lo nuevo",
        },
        Said {
            subject: r#"Gracias, {{first_name or "de corazón"}}"#,
            preview: r#"Un detalle a cambio: {{offer or "mira dentro"}}."#,
            title: "Gracias",
            body: "Una tienda como la nuestra vive de quienes vuelven. Tú vuelves, y eliges con cuidado.\n\nLas palabras se nos quedaban cortas, así que abajo hay un código que solo tienes tú.",
            heading: "",
            button: "Elegir algo",
        },
        Said {
            subject: r#"Tienes {{points.balance or "0"}} puntos"#,
            preview: "Para qué sirven y qué viene después.",
            title: "Así van tus puntos",
            body: "Cada pedido te da puntos. Estos son los que tienes hoy, y para esto sirven.",
            heading: "Podrías usarlos para",
            button: "Usar mis puntos",
        },
        Said {
            subject: r#"Dejaste {{product or "algo"}} en tu carrito"#,
            preview: "Tu carrito está como lo dejaste, a un clic de aquí.",
            title: "Sigue en tu carrito",
            body: "Tu carrito está como lo dejaste. Si algo no funcionó, responde a este correo: lo leerá uno de nosotros.",
            heading: "Tu carrito",
            button: "Volver a mi carrito",
        },
        Said {
            subject: "Una tarjeta regalo para ti",
            preview: r#"{{offer or "Una tarjeta regalo"}}, para gastar como quieras."#,
            title: "Algo para ti",
            body: "Esta tarjeta es tuya. Gástala en lo que quieras.",
            heading: "",
            button: "Usarla en la tienda",
        },
    ],
};
