// SPDX-License-Identifier: GPL-3.0-or-later
// thirty-six.xml by hand, for Polars: polars.cjs FILE OUT.
const pl = require(process.env.BENCH_PEERS + '/node_modules/nodejs-polars');
const [, , file, out] = process.argv;
const reversed = new Set([9, 11, 20, 22, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36]);
const dtypes = { client: pl.Utf8, date: pl.Utf8 };
for (let i = 1; i <= 36; i++) dtypes['q' + i] = pl.Int8;
const score = (i) =>
    reversed.has(i) ? pl.lit(8).sub(pl.col('q' + i)) : pl.col('q' + i);
function mean(from, to, name) {
    let sum = null, n = null;
    for (let i = from; i <= to; i++) {
        const value = score(i).cast(pl.Int32).fillNull(0);
        const one = pl.col('q' + i).isNotNull().cast(pl.Int32);
        sum = sum ? sum.add(value) : value;
        n = n ? n.add(one) : one;
    }
    return pl.when(n.gtEq(14))
        .then(sum.cast(pl.Float64).div(n.cast(pl.Float64)))
        .otherwise(pl.lit(null)).round(4).alias(name);
}
pl.readCSV(file, { dtypes, inferSchemaLength: 0 }).lazy()
    .select(pl.col('client'), pl.col('date'), mean(1, 18, 'first'),
            mean(19, 36, 'second'))
    .collectSync().writeCSV(out);
