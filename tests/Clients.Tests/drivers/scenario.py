"""What an ordinary program does with the Python driver, one JSON line a step on standard output.

Usage: python scenario.py HOST PORT USER PASSWORD [STEP ...]; without steps all of them, in order. A step that is
not a name is a statement. RESULT_FORMAT=JSON or ARROW in the environment asks for that rowset format.
"""
import datetime
import decimal
import hashlib
import json
import os
import sys
import time
import warnings

os.environ["SNOWFLAKE_DISABLE_PLATFORM_DETECTION"] = "true"
warnings.filterwarnings("ignore")
import snowflake.connector  # noqa: E402

host, port, user, password, *only = sys.argv[1:]
session = {"PYTHON_CONNECTOR_QUERY_RESULT_FORMAT": os.environ.get("RESULT_FORMAT", "ARROW")}


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value


def emit(step, **answer):
    print(json.dumps({"step": step, **answer}, ensure_ascii=False), flush=True)


def failure(error):
    return {"error": {"code": str(getattr(error, "errno", None)), "sqlState": getattr(error, "sqlstate", None),
                      "message": getattr(error, "raw_msg", None) or getattr(error, "msg", None) or str(error)}}


def query(sql, params=None, many=False):
    def run(connection):
        cursor = connection.cursor()
        (cursor.executemany if many else cursor.execute)(sql, params)
        return {"columns": [[c[0], c[1]] for c in cursor.description or []],
                "rows": [[plain(v) for v in row] for row in cursor.fetchall()], "affected": cursor.rowcount}
    return run


def many(connection):
    cursor = connection.cursor()
    cursor.execute("select seq4() as n, randstr(20, 7) as s from table(generator(rowcount => 200000)) order by n")
    digest, count = hashlib.sha256(), 0
    for n, s in cursor:
        digest.update(f"{n},{s}\n".encode())
        count += 1
    return {"count": count, "digest": digest.hexdigest()}


def run_async(connection):
    cursor = connection.cursor()
    cursor.execute_async("select 42 as answer")
    query_id = cursor.sfqid
    for _ in range(100):
        if not connection.is_still_running(connection.get_query_status(query_id)):
            break
        time.sleep(0.1)
    cursor.get_results_from_sfqid(query_id)
    return {"rows": [[plain(v) for v in row] for row in cursor.fetchall()]}


def describe(sql):
    def run(connection):
        return {"columns": [[c[0], c[1]] for c in connection.cursor().describe(sql)]}
    return run


def cancel(connection):
    started = time.monotonic()
    cursor = connection.cursor()
    try:
        cursor.execute("select system$wait(60)", timeout=2)
        return {"error": None}
    except Exception as error:  # the driver's own time limit cancels the statement
        return {"error": {"code": str(getattr(error, "errno", None))}, "quick": time.monotonic() - started < 25}


STEPS = {
    "one": query("select 1 as one, 'a' as letter"),
    "types": query("""select 12345678901234567890123456789012345678::number(38,0) as n38, -1.50::number(10,2) as dec, 0.1::float as dbl,
        true as yes, 'Ωß"' as txt, '2024-02-29'::date as d, '13:45:30.123'::time as t,
        '2024-01-02 03:04:05.678'::timestamp_ntz as ntz, null::timestamp_ntz as no_time, null::varchar as nothing"""),
    "shop": query("select id, customer_id, amount from shop.public.orders order by id limit 5"),
    "create": query("create or replace table shop.public.driver_test (id number(38,0), name varchar)"),
    "insert": query("insert into shop.public.driver_test (id, name) values (1, 'one'), (2, 'two')"),
    "bind": query("insert into shop.public.driver_test (id, name) select ?, ?", (3, "three")),
    "batch": query("insert into shop.public.driver_test (id, name) values (?, ?)", [(4, "four"), (5, None), (6, "six")], many=True),
    "update": query("update shop.public.driver_test set name = 'TWO' where id = 2"),
    "remove": query("delete from shop.public.driver_test where id = 1"),
    "read": query("select id, name from shop.public.driver_test where id >= ? order by id", (2,)),
    "drop": query("drop table shop.public.driver_test"),
    "missing": query("select * from shop.public.no_such_table"),
    "divide": query("select 1/0"),
    "empty": query("select id from shop.public.orders where id < 0"),
    "many": many,
    "async": run_async,
    "cancel": cancel,
}

try:
    snowflake.connector.paramstyle = "qmark"
    extra = {"enable_server_session_keep_alive_auto_detection": False} if snowflake.connector.__version__.startswith("5") else {}
    connection = snowflake.connector.connect(account="test", user=user, password=password, protocol="http", host=host, port=int(port),
                                             database="SHOP", schema="PUBLIC", warehouse="COMPUTE_WH", session_parameters=session, **extra)
    emit("connect", ok=True)
except Exception as error:
    emit("connect", **failure(error))
    sys.exit(1)
for name in only or STEPS:
    try:
        if name.startswith("describe:"):
            emit(name, **describe(name.removeprefix("describe:"))(connection))
        else:
            emit(name, **STEPS.get(name, query(name))(connection))
    except Exception as error:
        emit(name, **failure(error))
connection.close()
emit("logout", ok=True)
