"""Which items are no products: fees, postage, vouchers, corrections, tests. A general rule, no shop's list.

Four signs, each of which is enough: the title says so; an id without any digit where nearly all ids have one; every
sale at a price of its own; an id of a rare shape that never had a price. Prices are those of an item's first sales, so
that a look at a later date says the same of it.
"""

from __future__ import annotations

from typing import Final

from data.columns import PURCHASE
from data.mapping.quoting import literal
from data.reading.product_words import BEGINS, ENDS, WHOLE

HAGGLED: Final = "every sale at its own price"
LONGEST_ENDING: Final = 4  # words of a title that is judged by how it ends
FIRST_SALES: Final = 20  # sales of an item whose prices are looked at
ENOUGH_SALES: Final = 10  # below this prices say nothing
OWN_PRICE: Final = 0.7  # share of those sales with a price of their own
WILD: Final = 1.0  # standard deviation of their logarithm; prices that differ by a factor of e
NEARLY_ALL: Final = 0.99  # share of ids that hold a digit before one without counts as strange
RARE_SHAPE: Final = 0.01  # share of items below which a shape of id is rare
FEW: Final = 0.01  # share of items; where more have prices of their own, that is how the shop sells
_LETTERS: Final = "translate(replace(lower(strip_accents(title)), 'ß', 'ss'), 'łøđ', 'lod')"
FEWEST_ITEMS: Final = 100  # below this there is no usual id


def no_products_sql() -> str:
    """SELECT (item, sign) over `staged.described` and `event`; one row per item that is no product."""
    return f"""
        WITH plain AS (
            SELECT item, item_id, price, trim(regexp_replace({_LETTERS}, '[^a-z]+', ' ', 'g')) AS name,
                regexp_replace(regexp_replace(item_id, '[0-9]', '9', 'g'), '[a-zA-Z]', 'a', 'g') AS shape,
                regexp_matches(item_id, '[0-9]') AS has_digit
            FROM staged.described),
        usual AS (SELECT avg(has_digit::INT) > {NEARLY_ALL} AND count(*) >= {FEWEST_ITEMS} AS digits, count(*) AS items
                  FROM plain),
        rare AS (SELECT shape FROM plain GROUP BY shape HAVING count(*) < {RARE_SHAPE} * (SELECT items FROM usual)
                 AND (SELECT items FROM usual) >= {FEWEST_ITEMS}),
        paid AS ({_paid_sql()}),
        signs AS (
            SELECT item, CASE
                WHEN {_named_sql()} THEN 'its title says so'
                WHEN (SELECT digits FROM usual) AND NOT has_digit THEN 'an id without digits'
                WHEN sales >= {ENOUGH_SALES} AND own >= {OWN_PRICE} AND wild > {WILD} THEN '{HAGGLED}'
                WHEN shape IN (SELECT shape FROM rare) AND sales IS NULL AND plain.price IS NULL
                    AND EXISTS (SELECT 1 FROM paid) THEN 'a rare id, never sold at a price' END AS sign
            FROM plain LEFT JOIN paid USING (item)),
        haggled AS (SELECT count(*) <= {FEW} * (SELECT items FROM usual) AS are_few FROM signs WHERE sign = '{HAGGLED}')
        SELECT item, sign FROM signs
        WHERE sign IS NOT NULL AND (sign <> '{HAGGLED}' OR (SELECT are_few FROM haggled))"""


def _paid_sql() -> str:
    return f"""
        SELECT item, count(*) AS sales, count(DISTINCT price) / count(*) AS own, stddev_samp(ln(price)) AS wild FROM (
            SELECT item, unnest(prices) AS price FROM (
                SELECT item, arg_min(price, (t, seq), {FIRST_SALES}) AS prices FROM event
                WHERE kind = {PURCHASE} AND price > 0 AND item >= 0 GROUP BY item)) GROUP BY item"""


def _named_sql() -> str:
    whole = ", ".join(literal(word) for word in (*WHOLE, *ENDS))
    ends = literal(f"(^| )({'|'.join(ENDS)})$")
    begins = literal(f"^({'|'.join(BEGINS)})( |$)")
    short = f"len(string_split(name, ' ')) <= {LONGEST_ENDING}"
    return f"name IN ({whole}) OR ({short} AND regexp_matches(name, {ends})) OR regexp_matches(name, {begins})"
