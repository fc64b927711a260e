//! What people say in the demo, by language. `#` is a number.

/// The phrases of one language.
pub struct Phrases {
    /// BCP 47, without the region.
    pub language: &'static str,
    /// Talks that took place.
    pub talks: &'static [&'static str],
    /// Attempts that did not.
    pub misses: &'static [&'static str],
    /// Deals.
    pub deals: &'static [&'static str],
    /// Next steps.
    pub steps: &'static [&'static str],
    /// Requests and faults.
    pub troubles: &'static [&'static str],
    /// Complaints.
    pub complaints: &'static [&'static str],
    /// Resolutions.
    pub resolutions: &'static [&'static str],
}

/// The phrases for a language; English where it has none of its own.
pub fn phrases(language: &str) -> &'static Phrases {
    let first = language.split('-').next().unwrap_or_default();
    ALL.iter().find(|phrases| phrases.language == first).unwrap_or(&ALL[0])
}

const ALL: [Phrases; 5] = [
    Phrases {
        language: "en",
        talks: &[
            "Asked for a quote for # pieces.",
            "Wants delivery on Thursday instead of Monday.",
            "Happy with the last order, will recommend us.",
            "Price too high; asked for 5 percent off.",
            "Moved house, new address taken down.",
            "Invoice # not received, sent again by e-mail.",
            "Interested in the new catalogue, send it.",
            "Decides after the board meeting next week.",
        ],
        misses: &["", "No answer.", "Left a message with the number # to call back.", "Busy all morning."],
        deals: &["Yearly supply contract", "# starter kits", "Maintenance for # months", "Pilot with # seats"],
        steps: &["Call about the quote", "Send the catalogue", "Ask how the delivery went", "Remind of invoice #"],
        troubles: &["Delivery # has not arrived", "Login does not work", "Wants a copy of invoice #"],
        complaints: &["Box # arrived damaged", "Was called three times in a week", "Waited # days for an answer"],
        resolutions: &["Replaced at our cost.", "Explained and apologised.", "Sent again, received."],
    },
    Phrases {
        language: "zh",
        talks: &[
            "询价#件，要含税报价。",
            "希望周四送货，不要周一。",
            "对上次订单很满意，会推荐给朋友。",
            "觉得价格偏高，要求优惠5个点。",
            "地址变更，已登记新地址。",
            "发票#没有收到，已重新发送。",
            "对新产品感兴趣，请发资料。",
            "下周董事会后决定。",
        ],
        misses: &["", "无人接听。", "已留言，请回拨#。", "一直占线。"],
        deals: &["年度采购合同", "设备采购#台", "维保服务#个月", "试用#个席位"],
        steps: &["回电确认报价", "寄送产品目录", "回访到货情况", "催付发票#"],
        troubles: &["订单#还没有到货", "无法登录系统", "需要发票#的复印件"],
        complaints: &["包裹#到货时破损", "一周内被打了三次电话", "等了#天没有答复"],
        resolutions: &["免费更换。", "已解释并致歉。", "已补发并确认收到。"],
    },
    Phrases {
        language: "de",
        talks: &[
            "Bittet um ein Angebot über # Stück.",
            "Möchte die Lieferung am Donnerstag statt am Montag.",
            "Mit der letzten Bestellung zufrieden, empfiehlt uns weiter.",
            "Preis zu hoch, fragt nach 5 Prozent Nachlass.",
            "Umgezogen, neue Anschrift aufgenommen.",
            "Rechnung # nicht erhalten, erneut per E-Mail geschickt.",
            "Interesse am neuen Katalog, zuschicken.",
            "Entscheidet nach der Sitzung nächste Woche.",
        ],
        misses: &["", "Niemand da.", "Nachricht mit Rückrufnummer # hinterlassen.", "Den ganzen Vormittag besetzt."],
        deals: &["Rahmenvertrag für ein Jahr", "# Einstiegspakete", "Wartung für # Monate", "Pilot mit # Plätzen"],
        steps: &["Wegen des Angebots anrufen", "Katalog schicken", "Fragen, ob alles ankam", "An Rechnung # erinnern"],
        troubles: &["Lieferung # ist nicht angekommen", "Anmeldung geht nicht", "Bittet um Kopie der Rechnung #"],
        complaints: &["Karton # kam beschädigt an", "Dreimal in einer Woche angerufen worden", "# Tage ohne Antwort"],
        resolutions: &["Auf unsere Kosten ersetzt.", "Erklärt und entschuldigt.", "Neu geschickt, angekommen."],
    },
    Phrases {
        language: "fr",
        talks: &[
            "Demande un devis pour # pièces.",
            "Souhaite la livraison jeudi plutôt que lundi.",
            "Très satisfait de la dernière commande.",
            "Prix trop élevé, demande 5 pour cent de remise.",
            "A déménagé, nouvelle adresse notée.",
            "Facture # non reçue, renvoyée par e-mail.",
        ],
        misses: &["", "Pas de réponse.", "Message laissé, rappeler au poste #.", "Ligne occupée."],
        deals: &["Contrat annuel", "# lots de démarrage", "Maintenance # mois"],
        steps: &["Rappeler au sujet du devis", "Envoyer le catalogue", "Relancer la facture #"],
        troubles: &["La livraison # n'est pas arrivée", "Connexion impossible", "Demande un double de la facture #"],
        complaints: &["Le carton # est arrivé abîmé", "# jours sans réponse"],
        resolutions: &["Remplacé à nos frais.", "Expliqué, avec nos excuses."],
    },
    Phrases {
        language: "es",
        talks: &[
            "Pide presupuesto para # unidades.",
            "Quiere la entrega el jueves en vez del lunes.",
            "Muy contento con el último pedido.",
            "Le parece caro, pide un 5 por ciento de descuento.",
            "Se ha mudado, anotada la nueva dirección.",
            "No ha recibido la factura #, reenviada.",
        ],
        misses: &["", "No contesta.", "Mensaje en el contestador, extensión #.", "Comunica."],
        deals: &["Contrato anual de suministro", "# lotes de prueba", "Mantenimiento # meses"],
        steps: &["Llamar por el presupuesto", "Enviar el catálogo", "Recordar la factura #"],
        troubles: &["No ha llegado el pedido #", "No puede entrar en la cuenta", "Quiere copia de la factura #"],
        complaints: &["La caja # llegó rota", "# días sin respuesta"],
        resolutions: &["Sustituido a nuestro cargo.", "Explicado, con disculpas."],
    },
];
