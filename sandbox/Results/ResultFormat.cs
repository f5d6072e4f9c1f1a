namespace Snowtrail.Sandbox.Results;

/// <summary>How rows travel.</summary>
internal enum ResultFormat
{
    Json,
    Arrow,
}
