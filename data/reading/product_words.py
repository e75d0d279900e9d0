"""How shops name what is on an order but is no product, in nine languages; lower case, without accents or digits."""

from __future__ import annotations

from typing import Final

WHOLE: Final = (
    "manual", "discount", "carriage", "freight", "delivery", "sample", "samples", "adjustment", "adjust",
    "deposit", "tip", "insurance", "handling", "refund", "credit", "donation", "rounding", "commission", "test",
    "versand", "porto", "fracht", "rabatt", "pfand", "trinkgeld", "spende", "gutschrift", "rundung",
    "livraison", "remise", "consigne", "pourboire", "arrondi", "echantillon", "envio", "descuento", "propina",
    "donativo", "abono", "muestra", "redondeo", "spedizione", "sconto", "mancia", "donazione", "campione",
    "arrotondamento", "verzending", "korting", "fooi", "statiegeld", "afronding", "frakt", "rabat", "fragt",
    "oresavrunding", "oresavrundning", "wysylka", "dostawa", "rabaty", "kaucja", "napiwek", "probka", "frete",
    "portes", "desconto", "gorjeta", "amostra",
)  # fmt: skip
"""A title that is this word and nothing else."""

ENDS: Final = (
    "postage", "postage and packing", "shipping", "shipping cost", "shipping costs", "shipping protection",
    "fee", "fees", "surcharge", "delivery charge", "delivery charges", "packing charge", "service charge",
    "bank charge", "bank charges", "next day carriage", "next day delivery", "standard delivery",
    "express delivery", "gift voucher", "gift vouchers", "gift card", "e gift card", "gift certificate",
    "store credit", "commission", "bad debt", "sales tax", "versandkosten", "versandkostenpauschale",
    "lieferkosten", "gebuhr", "mindermengenzuschlag", "geschenkgutschein", "gutschein", "geschenkkarte",
    "nachnahme", "zuschlag", "frais de port", "frais de livraison", "frais d envoi", "cheque cadeau",
    "carte cadeau", "bon d achat", "gastos de envio", "tarjeta regalo", "vale regalo", "cheque regalo",
    "costes de envio", "spese di spedizione", "buono regalo", "carta regalo", "contrassegno", "verzendkosten",
    "cadeaubon", "cadeaukaart", "toeslag", "fraktkostnad", "presentkort", "gavekort", "ekspeditionsgebyr",
    "gebyr", "avgift", "koszt wysylki", "koszty wysylki", "bon podarunkowy", "karta podarunkowa", "oplata",
    "custos de envio", "cartao presente", "vale presente", "taxa de entrega",
)  # fmt: skip
"""What a title of at most four words ends with."""

BEGINS: Final = (
    "adjustment by", "adjust bad", "manual adjustment", "stock adjustment", "price adjustment", "write off",
    "this is a test", "test product", "test item", "test order", "do not use", "testartikel", "testprodukt",
    "produit test", "article test", "producto de prueba", "articulo de prueba", "prodotto di prova",
    "testproduct", "produkt testowy", "produto teste",
)  # fmt: skip
"""What a title begins with."""
