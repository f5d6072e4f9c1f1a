using System.Collections.Frozen;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <summary>Words with a place in the grammar.</summary>
internal static class Words
{
    /// <summary>Never a column, table or alias without quotes (Snowflake's reserved words, and those that open a clause).</summary>
    public static FrozenSet<string> Reserved { get; } = Set(
        "ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK CONNECT CONSTRAINT CREATE CROSS DELETE DISTINCT DROP ELSE EXCEPT EXISTS FALSE " +
        "FOLLOWING FOR FROM FULL GRANT GROUP HAVING ILIKE IN INNER INSERT INTERSECT INTO IS JOIN LATERAL LEFT LIKE MINUS NATURAL NOT NULL " +
        "OF ON OR ORDER QUALIFY REGEXP REVOKE RIGHT RLIKE ROWS SAMPLE SELECT SET SOME TABLE TABLESAMPLE THEN TO TRUE TRY_CAST " +
        "UNION UPDATE USING VALUES WHEN WHERE WITH END");

    /// <summary>Words that end a select item or a source when no AS stands before them.</summary>
    public static FrozenSet<string> NoAlias { get; } = Set(
        "LIMIT FETCH OFFSET ASOF PIVOT UNPIVOT MATCH_RECOGNIZE MATCH_CONDITION WINDOW ANTI SEMI CHANGES START DIRECTED RENAME EXCLUDE REPLACE");

    /// <summary>Reserved words that are functions when a parenthesis follows.</summary>
    public static FrozenSet<string> CallableReserved { get; } = Set("LEFT RIGHT INSERT LIKE ILIKE RLIKE REGEXP");

    /// <summary>Functions that are written without parentheses.</summary>
    public static FrozenSet<string> BareFunctions { get; } = Set(
        "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURRENT_ROLE CURRENT_DATABASE CURRENT_SCHEMA CURRENT_WAREHOUSE LOCALTIME " +
        "LOCALTIMESTAMP");

    public static FrozenSet<string> TypedLiterals { get; } = Set(
        "DATE TIME TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ DATETIME INTERVAL X");

    public static FrozenSet<string> WordOperators { get; } = Set("AND OR LIKE ILIKE RLIKE REGEXP BETWEEN ESCAPE IN DIV");

    public static FrozenSet<string> SetOperators { get; } = Set("UNION INTERSECT EXCEPT MINUS");

    public static FrozenSet<string> Aggregates { get; } = Set(
        "COUNT SUM AVG MIN MAX MEDIAN MODE LISTAGG ARRAY_AGG OBJECT_AGG COUNT_IF APPROX_COUNT_DISTINCT HLL ANY_VALUE STDDEV VARIANCE " +
        "STDDEV_POP STDDEV_SAMP VAR_POP VAR_SAMP CORR MIN_BY MAX_BY HASH_AGG BITAND_AGG BITOR_AGG BOOLAND_AGG BOOLOR_AGG PERCENTILE_CONT " +
        "PERCENTILE_DISC APPROX_PERCENTILE APPROX_TOP_K ARRAY_UNIQUE_AGG GROUPING SKEW KURTOSIS");

    /// <summary>Aggregates that show only how many values there are.</summary>
    public static FrozenSet<string> Counters { get; } = Set("COUNT APPROX_COUNT_DISTINCT HLL REGR_COUNT");

    /// <summary>Aggregates that tell equal values from others without being told to.</summary>
    public static FrozenSet<string> DistinctAggregates { get; } = Set(
        "APPROX_COUNT_DISTINCT APPROXIMATE_COUNT_DISTINCT HLL HLL_ACCUMULATE MODE ARRAY_UNIQUE_AGG APPROX_TOP_K APPROX_TOP_K_ACCUMULATE MINHASH");

    public static FrozenSet<string> PresignedUrls { get; } = Set("GET_PRESIGNED_URL BUILD_SCOPED_FILE_URL BUILD_STAGE_FILE_URL");

    /// <summary>Functions that send something out, or hand out a secret of the warehouse.</summary>
    public static FrozenSet<string> WaysOut { get; } = Set(
        "SYSTEM$SEND_EMAIL SYSTEM$SEND_SNOWFLAKE_NOTIFICATION SYSTEM$GENERATE_SCIM_ACCESS_TOKEN SYSTEM$SHOW_OAUTH_CLIENT_SECRETS");

    /// <summary>Words that end the kind of object in CREATE, ALTER, DROP.</summary>
    public static FrozenSet<string> ObjectKinds { get; } = Set(
        "TABLE VIEW SCHEMA DATABASE STAGE STREAM TASK PIPE FUNCTION PROCEDURE SEQUENCE WAREHOUSE USER ROLE INTEGRATION SHARE POLICY TAG ALERT " +
        "RULE SECRET ACCOUNT GROUP FORMAT MONITOR VOLUME REPOSITORY SERVICE POOL STREAMLIT NOTEBOOK PACKAGE APPLICATION LISTING MODEL DATASET " +
        "CONNECTION INDEX BUDGET PROFILE SPECIFICATION AGENT GATEWAY CLASS EXCHANGE ORGANIZATION PROJECT TYPE CONTACT SNAPSHOT WORKSPACE");

    /// <summary>Words that may stand between CREATE and the kind.</summary>
    public static FrozenSet<string> KindModifiers { get; } = Set(
        "TEMP TEMPORARY VOLATILE TRANSIENT LOCAL GLOBAL SECURE RECURSIVE MATERIALIZED EXTERNAL DYNAMIC HYBRID ICEBERG EVENT INTERACTIVE MANAGED " +
        "AGGREGATE IMMUTABLE API STORAGE NOTIFICATION SECURITY CATALOG ACCESS MASKING ROW NETWORK PASSWORD SESSION AGGREGATION PROJECTION " +
        "AUTHENTICATION PACKAGES PRIVACY JOIN FAILOVER REPLICATION FILE RESOURCE GIT IMAGE COMPUTE DATA APPLICATION DATABASE CORTEX SEARCH " +
        "SEMANTIC ORGANIZATION STORAGE LIFECYCLE FEATURE BACKUP SET JOB DBT ONLINE READER");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
