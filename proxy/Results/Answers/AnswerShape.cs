namespace Snowtrail.Proxy.Results.Answers;

/// <summary>Which protocol an answer belongs to.</summary>
internal enum AnswerShape
{
    /// <summary>Driver protocol: rows in <c>data.rowset</c>.</summary>
    Driver,

    /// <summary>SQL API v2: rows in <c>data</c>, columns in <c>resultSetMetaData.rowType</c>.</summary>
    SqlApi,
}
