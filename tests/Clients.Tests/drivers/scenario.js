// What an ordinary program does with the Node driver, one JSON line a step on standard output.
// Usage: node scenario.js URL USER PASSWORD [STEP ...]; without steps all of them, in order.
'use strict';
process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION = 'true';
const crypto = require('crypto');
const snowflake = require('snowflake-sdk');
snowflake.configure({ logLevel: 'OFF', disableOCSPChecks: true });

const [url, username, password, ...only] = process.argv.slice(2);
const connection = snowflake.createConnection({
  account: 'test', username, password, accessUrl: url, database: 'SHOP', schema: 'PUBLIC', warehouse: 'COMPUTE_WH', application: 'scenario',
  queryTag: process.env.QUERY_TAG
});

const print = (step, answer) => process.stdout.write(JSON.stringify({ step, ...answer }) + '\n');
const plain = value => value instanceof Date ? value.toISOString() : Buffer.isBuffer(value) ? value.toString('hex') : typeof value === 'bigint' ? String(value) : value;
const rowsOf = rows => (rows || []).map(row => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])));
const failure = err => ({ error: { code: String(err.code), sqlState: err.sqlState ?? null, message: err.message } });

function execute(sqlText, options = {}) {
  return new Promise((resolve, reject) => connection.execute({
    sqlText, ...options, complete: (err, statement, rows) => err ? reject(err) : resolve({ statement, rows })
  }));
}

const query = (sql, options) => async () => {
  const { statement, rows } = await execute(sql, options);
  return { columns: (statement.getColumns() || []).map(c => [c.getName(), c.getType()]), rows: rowsOf(rows), affected: statement.getNumUpdatedRows() ?? null };
};

const steps = {
  one: query('select 1 as one, \'a\' as letter'),
  types: query(`select 12345678901234567890123456789012345678::number(38,0) as n38, -1.50::number(10,2) as dec, 0.1::float as dbl, true as yes,
    'Ωß"\\\\' as txt, '2024-02-29'::date as d, '13:45:30.123'::time as t, '2024-01-02 03:04:05.678'::timestamp_ntz as ntz, null::varchar as nothing`),
  shop: query('select id, customer_id, amount from shop.public.orders order by id limit 5'),
  create: query('create or replace table shop.public.driver_test (id number(38,0), name varchar, at timestamp_ntz)'),
  insert: query('insert into shop.public.driver_test (id, name) values (1, \'one\'), (2, \'two\')'),
  bind: query('insert into shop.public.driver_test (id, name) select ?, ?', { binds: [3, 'three'] }),
  batch: query('insert into shop.public.driver_test (id, name) values (?, ?)', { binds: [[4, 'four'], [5, null], [6, 'six']] }),
  update: query('update shop.public.driver_test set name = \'TWO\' where id = 2'),
  remove: query('delete from shop.public.driver_test where id = 1'),
  read: query('select id, name from shop.public.driver_test where id >= :1 order by id', { binds: [2] }),
  drop: query('drop table shop.public.driver_test'),
  missing: query('select * from shop.public.no_such_table'),
  divide: query('select 1/0'),
  empty: query('select id from shop.public.orders where id < 0'),
  many: async () => {
    const { rows } = await execute('select seq4() as n, randstr(20, 7) as s from table(generator(rowcount => 200000)) order by n');
    const digest = crypto.createHash('sha256');
    for (const row of rows) digest.update(`${row.N},${row.S}\n`);
    return { count: rows.length, digest: digest.digest('hex') };
  },
  async: async () => {
    const { statement } = await execute('select 42 as answer', { asyncExec: true });
    const fetched = await connection.getResultsFromQueryId({ queryId: statement.getQueryId() });
    const rows = await new Promise((resolve, reject) => {
      const all = [];
      fetched.streamRows().on('data', row => all.push(row)).on('error', reject).on('end', () => resolve(all));
    });
    return { rows: rowsOf(rows) };
  },
  cancel: () => new Promise(resolve => {
    const started = Date.now();
    const statement = connection.execute({
      sqlText: 'select system$wait(60)',
      complete: err => resolve({ ...(err ? failure(err) : { error: null }), quick: Date.now() - started < 20000 })
    });
    setTimeout(() => statement.cancel(() => { }), 500);
  }),
};

(async () => {
  try {
    await new Promise((resolve, reject) => connection.connect(err => err ? reject(err) : resolve()));
    print('connect', { ok: true });
  } catch (err) {
    print('connect', failure(err));
    process.exit(1);
  }
  for (const step of only.length ? only : Object.keys(steps)) {
    try {
      print(step, await (steps[step] ?? query(step))());
    } catch (err) {
      print(step, failure(err));
    }
  }
  connection.destroy(err => { print('logout', err ? failure(err) : { ok: true }); process.stdout.write('', () => process.exit(0)); });
})();
