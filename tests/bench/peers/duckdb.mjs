// SPDX-License-Identifier: GPL-3.0-or-later
// thirty-six.xml by hand, for DuckDB: duckdb.mjs FILE OUT THREADS.
import { createRequire } from 'node:module';
const require = createRequire(process.env.BENCH_PEERS + '/');
const { DuckDBInstance } = require('@duckdb/node-api');
const [, , file, out, threads] = process.argv;
const reversed = [9, 11, 20, 22, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36];
const score = (i) => (reversed.includes(i) ? `8 - q${i}` : `q${i}`);
function mean(from, to) {
    const sum = [], n = [];
    for (let i = from; i <= to; i++) {
        sum.push(`coalesce(${score(i)}, 0)`);
        n.push(`(q${i} is not null)::tinyint`);
    }
    return `case when (${n.join('+')}) >= 14
            then (${sum.join('+')}) / (${n.join('+')})::double end`;
}
const columns = ["'client': 'VARCHAR'", "'date': 'VARCHAR'"];
for (let i = 1; i <= 36; i++) columns.push(`'q${i}': 'TINYINT'`);
const db = await (await DuckDBInstance.create(':memory:', { threads })).connect();
await db.run(`copy (select client, date, round(${mean(1, 18)}, 4) as first,
    round(${mean(19, 36)}, 4) as second
    from read_csv('${file}', header=true, auto_detect=false, delim=',',
                  quote='"', columns={${columns.join(',')}}))
    to '${out}' (format csv, header)`);
