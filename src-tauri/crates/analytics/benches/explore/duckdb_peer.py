"""Puts the questions of the bench to DuckDB: `duckdb_peer.py FOLDER FILTER`.

Prints for each view its name, the median of its times in milliseconds, and the counted orders.
Each split gives what the explorer gives: orders, revenue and pieces of each group, and for the
groups that are shown the sums over customers that their intervals follow from.
"""

import statistics
import sys
import time

import duckdb

RUNS = 9
ROWS = 20

folder, filter_text = sys.argv[1], sys.argv[2]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(
    f"""CREATE TABLE orders AS SELECT * FROM read_csv('{folder}/orders.tsv', delim='\t', header=true,
        quote='', escape='', nullstr='none', types={{'customer': 'VARCHAR', 'code': 'VARCHAR',
        'campaign': 'VARCHAR', 'device': 'VARCHAR', 'channel': 'VARCHAR', 'region': 'VARCHAR'}})"""
)
db.execute(
    f"""CREATE TABLE lines AS SELECT * FROM read_csv('{folder}/lines.tsv', delim='\t', header=true,
        quote='', escape='', nullstr='none', types={{'vendor': 'VARCHAR', 'category': 'VARCHAR'}})"""
)
# What the explorer works out once as well. Words become small numbers, as there.
db.execute(
    """CREATE TABLE facts AS
       SELECT id, day, hour, goods, discounts, units, counted,
              CASE customer WHEN '' THEN -1 - id ELSE customer::BIGINT END AS customer,
              customer <> '' AS known,
              coalesce(counted AND customer <> ''
                AND id = min(CASE WHEN counted THEN id END) OVER (PARTITION BY customer), false) AS is_first,
              dense_rank() OVER (ORDER BY source)::INTEGER AS source,
              dense_rank() OVER (ORDER BY channel)::INTEGER AS channel,
              dense_rank() OVER (ORDER BY device)::INTEGER AS device,
              dense_rank() OVER (ORDER BY campaign)::INTEGER AS campaign,
              dense_rank() OVER (ORDER BY country)::INTEGER AS country,
              dense_rank() OVER (ORDER BY region)::INTEGER AS region,
              dense_rank() OVER (ORDER BY payment)::INTEGER AS payment,
              dense_rank() OVER (ORDER BY code)::INTEGER AS code
         FROM orders ORDER BY id"""
)
db.execute(
    """CREATE TABLE items AS
       SELECT order_id, product, category AS category_name,
              dense_rank() OVER (ORDER BY category)::INTEGER AS category,
              dense_rank() OVER (ORDER BY vendor)::INTEGER AS vendor
         FROM lines ORDER BY order_id"""
)

OWN = {
    "source": "source", "channel": "channel", "device": "device", "campaign": "campaign",
    "country": "country", "region": "region", "payment": "payment", "code": "code",
    "customer": "CASE WHEN NOT known THEN 0 WHEN is_first THEN 1 ELSE 2 END",
    "weekday": "(day - 1) % 7", "hour": "hour",
    "basket": "CASE WHEN units <= 4 THEN greatest(units, 0) WHEN units < 10 THEN 5 ELSE 6 END",
    "discount": """CASE WHEN goods + discounts <= 0 THEN 0 WHEN discounts <= 0 THEN 1 ELSE
        2 + (discounts * 100 >= 5 * (goods + discounts))::INT + (discounts * 100 >= 10 * (goods + discounts))::INT
          + (discounts * 100 >= 15 * (goods + discounts))::INT + (discounts * 100 >= 20 * (goods + discounts))::INT
          + (discounts * 100 >= 30 * (goods + discounts))::INT + (discounts * 100 >= 50 * (goods + discounts))::INT
        END""",
}
BY_LINE = ("product", "category", "vendor")


def picked(dimension, where):
    """Rows of group, customer, day, goods and pieces: one an order and value."""
    if dimension in BY_LINE:
        return f"""SELECT g, customer, day, goods, units FROM facts
                   JOIN (SELECT DISTINCT order_id, {dimension} AS g FROM items) ON order_id = id
                   WHERE {where}"""
    return f"SELECT {OWN[dimension]} AS g, customer, day, goods, units FROM facts WHERE {where}"


def moves(source, only=""):
    """Revenue, orders and pieces of groups, and the moments of what leaving a customer out does."""
    return f"""
      WITH picked AS ({source}),
      groups AS (SELECT g, sum(goods) AS revenue, count(*) AS orders, sum(units) AS units
                   FROM picked GROUP BY g {only}),
      people AS (SELECT g, customer, sum(goods) AS y, count(*) AS n
                   FROM picked SEMI JOIN groups USING (g) GROUP BY g, customer),
      moved AS (SELECT g, n, (y - revenue / orders * n) / nullif(orders - n, 0) AS m
                  FROM people JOIN groups USING (g))
      SELECT groups.*, c, first, second, third, with_orders FROM groups JOIN
        (SELECT g, count(*) AS c, sum(m) AS first, sum(m * m) AS second, sum(m * m * m) AS third,
                sum(m * n) AS with_orders FROM moved GROUP BY g) USING (g)"""


def whole(where):
    return moves(f"SELECT 0 AS g, customer, day, goods, units FROM facts WHERE {where}")


TOP = f"ORDER BY sum(goods) DESC LIMIT {ROWS}"
first, last = db.execute("SELECT min(day), max(day) + 1 FROM facts").fetchone()
middle = first + (last - first) // 2


def compared(dimension):
    source = picked(dimension, "counted")
    return f"""
      WITH picked AS (SELECT *, day >= {middle} AS now FROM ({source})),
      chosen AS (SELECT g FROM picked WHERE now GROUP BY g {TOP}),
      groups AS (SELECT g, now, sum(goods) AS revenue, count(*) AS orders, sum(units) AS units
                   FROM picked SEMI JOIN chosen USING (g) GROUP BY g, now),
      people AS (SELECT g, customer, now, sum(goods) AS y, count(*) AS n
                   FROM picked SEMI JOIN chosen USING (g) GROUP BY g, customer, now),
      moved AS (SELECT g, now, customer, n, (y - revenue / orders * n) / nullif(orders - n, 0) AS m
                  FROM people JOIN groups USING (g, now)),
      twice AS (SELECT a.g, sum(a.m * b.m) AS together, count(*) AS returned
                 FROM moved a JOIN moved b ON a.g = b.g AND a.customer = b.customer AND a.now AND NOT b.now
                GROUP BY a.g)
      SELECT groups.*, c, first, second, third, with_orders, together, returned FROM groups JOIN
        (SELECT g, now, count(*) AS c, sum(m) AS first, sum(m * m) AS second, sum(m * m * m) AS third,
                sum(m * n) AS with_orders FROM moved GROUP BY g, now) USING (g, now)
        LEFT JOIN twice USING (g)"""


def over_time(part):
    return moves(f"SELECT {part} AS g, customer, day, goods, units FROM facts WHERE counted")


category, units = filter_text.split(" & ")
category, units = category.split("=")[1], units.split("=")[1].rstrip(".")
condition = f"""counted AND units >= {units} AND id IN
    (SELECT order_id FROM items WHERE category_name = '{category}')"""

total = ("SELECT count(*) FROM facts WHERE counted",)
views = {"whole": [whole("counted"), "SELECT median(goods) FROM facts WHERE counted"]}
for dimension in [*OWN, *BY_LINE]:
    views[f"by {dimension}"] = [moves(picked(dimension, "counted"), TOP), whole("counted")]
for dimension in ("country", "product"):
    views[f"by {dimension}, two halves compared"] = [compared(dimension), whole(f"counted AND day >= {middle}")]
views["filtered, by weekday"] = [moves(picked("weekday", condition)), whole(condition)]
month = "datediff('month', DATE '0001-01-01', DATE '0001-01-01' + (day - 1)::INTEGER)"
views["over time by month"] = [over_time(month)]
views["over time by day"] = [over_time("day")]
views["histogram"] = [
    """WITH high AS (SELECT quantile_disc(goods, 0.97) // 24 + 1 AS width FROM facts WHERE counted)
       SELECT least(goods // width, 25) AS bin, count(*), sum(goods) FROM facts, high
        WHERE counted GROUP BY bin"""
]
views["units per order"] = [
    "SELECT least(units, 20) AS bin, count(*), sum(goods) FROM facts WHERE counted GROUP BY bin"
]

counts = {
    "filtered, by weekday": f"SELECT count(*) FROM facts WHERE {condition}",
    **{
        f"by {dimension}, two halves compared": f"SELECT count(*) FROM facts WHERE counted AND day >= {middle}"
        for dimension in ("country", "product")
    },
}
for name, queries in views.items():
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for query in queries:
            db.execute(query).fetchall()
        times.append((time.perf_counter() - start) * 1000)
    counted = db.execute(counts.get(name, total[0])).fetchone()[0]
    print(f"{name}\t{statistics.median(times)}\t{counted}")
