using DuckDB.NET.Data;
using Snowtrail.Sandbox.Samples;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>The DuckDB instance: a catalog for each Snowflake database, kept as a file of its own when there is a data directory.</summary>
internal sealed class Warehouse : IDisposable
{
    public const string SampleDatabase = "SHOP";

    private readonly DuckDBConnection root = new("DataSource=:memory:");
    private readonly string? directory;

    public Warehouse(string? directory)
    {
        this.directory = directory;
        root.Open();
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            foreach (var file in Directory.EnumerateFiles(directory, "*.duckdb").Order(StringComparer.Ordinal))
            {
                Attach(root, Path.GetFileNameWithoutExtension(file));
            }
        }

        if (!Exists(root, "SELECT 1 FROM duckdb_databases() WHERE database_name = " + Literals.Text(SampleDatabase)))
        {
            Attach(root, SampleDatabase);
            ShopSample.Create(root);
        }

        // Otherwise a quoted name that is a path reads a file of this machine.
        Run(root, directory is null ? "SET allowed_directories = []" : $"SET allowed_directories = [{Literals.Text(Path.GetFullPath(directory) + Path.DirectorySeparatorChar)}]");
        Run(root, "SET enable_external_access = false");
    }

    /// <summary>A connection of a session's own, with the macros the translation uses.</summary>
    public DuckDBConnection Connect()
    {
        var connection = root.Duplicate();
        connection.Open();
        Run(connection, Prelude.Sql);
        return connection;
    }

    /// <summary>Opens or creates a database, with its schema PUBLIC.</summary>
    public void Attach(DuckDBConnection connection, string name)
    {
        if (directory is not null && (name.Length > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$')))
        {
            throw SqlFailure.Unsupported("database names other than letters, digits, _ and $");
        }

        var path = directory is null ? ":memory:" : Path.Combine(directory, name + ".duckdb");
        Run(connection, $"ATTACH {Literals.Text(path)} AS {Literals.Name(name)}");
        Run(connection, $"CREATE SCHEMA IF NOT EXISTS {Literals.Name(name)}.PUBLIC");
    }

    public void Detach(DuckDBConnection connection, string name)
    {
        Run(connection, "USE memory.main");
        Run(connection, "DETACH " + Literals.Name(name));
        if (directory is not null)
        {
            File.Delete(Path.Combine(directory, name + ".duckdb"));
            File.Delete(Path.Combine(directory, name + ".duckdb.wal"));
        }
    }

    public void Dispose() => root.Dispose();

    public static int Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static bool Exists(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        return reader.Read();
    }
}
