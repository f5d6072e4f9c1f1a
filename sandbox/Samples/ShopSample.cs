using DuckDB.NET.Data;
using Snowtrail.Sandbox.Execution;

namespace Snowtrail.Sandbox.Samples;

/// <summary>The sample database SHOP.PUBLIC: the same 100,000 rows every time, all of them invented.</summary>
internal static class ShopSample
{
    public const int Customers = 20_000;
    public const int Cards = 24_000;
    public const int Orders = 55_000;
    public const int Employees = 1_000;

    private static readonly string[] FirstNames = ["Ada", "Boris", "Chiara", "Dmitri", "Élodie", "Farid", "Grete", "Hiro", "Ines", "Jonas", "Katya", "Liam", "Mei", "Nadia", "Oskar", "Priya"];
    private static readonly string[] LastNames = ["Almeida", "Brandt", "Castillo", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanova", "Jensen", "Kowalski", "Lindgren", "Moreau", "Novak", "Okafor", "Petrov", "Rossi", "Sato", "Tanaka", "Weber"];
    private static readonly string[] Cities = ["Lisbon", "Zürich", "Oslo", "Kraków", "Lyon", "Austin", "Denver", "Osaka", "Malmö", "Turin"];
    private static readonly string[] Countries = ["PT", "CH", "NO", "PL", "FR", "US", "US", "JP", "SE", "IT"];
    private static readonly string[] Statuses = ["NEW", "PAID", "SHIPPED", "DELIVERED", "RETURNED"];
    private static readonly string[] Departments = ["Finance", "Engineering", "Sales", "Support", "Operations"];

    public static void Create(DuckDBConnection connection)
    {
        Warehouse.Run(connection, Schema);
        var chance = new Random(20_240_101);
        Fill(connection, "CUSTOMERS", Customers, (row, id) => Customer(row, id, chance));
        Fill(connection, "CARDS", Cards, (row, id) => Card(row, id, chance));
        Fill(connection, "ORDERS", Orders, (row, id) => Order(row, id, chance));
        Fill(connection, "EMPLOYEES", Employees, (row, id) => Employee(row, id, chance));
    }

    private const string Schema =
        """
        CREATE TABLE SHOP.PUBLIC.CUSTOMERS("ID" BIGINT NOT NULL, "NAME" VARCHAR NOT NULL, "EMAIL" VARCHAR, "PHONE" VARCHAR, "SSN" VARCHAR,
            "CITY" VARCHAR, "COUNTRY" VARCHAR, "CREATED_AT" TIMESTAMP);
        CREATE TABLE SHOP.PUBLIC.CARDS("ID" BIGINT NOT NULL, "CUSTOMER_ID" BIGINT NOT NULL, "CARD_NUMBER" VARCHAR NOT NULL, "EXPIRES" DATE, "BRAND" VARCHAR);
        CREATE TABLE SHOP.PUBLIC.ORDERS("ID" BIGINT NOT NULL, "CUSTOMER_ID" BIGINT NOT NULL, "ORDERED_AT" TIMESTAMP NOT NULL, "AMOUNT" DECIMAL(12,2) NOT NULL,
            "CURRENCY" VARCHAR NOT NULL, "STATUS" VARCHAR NOT NULL, "NOTE" VARCHAR);
        CREATE TABLE SHOP.PUBLIC.EMPLOYEES("ID" BIGINT NOT NULL, "NAME" VARCHAR NOT NULL, "EMAIL" VARCHAR, "DEPARTMENT" VARCHAR, "SALARY" DECIMAL(10,2), "SSN" VARCHAR, "HIRED_ON" DATE);
        """;

    private static void Fill(DuckDBConnection connection, string table, int count, Action<IDuckDBAppenderRow, int> write)
    {
        using var appender = connection.CreateAppender(Warehouse.SampleDatabase, "PUBLIC", table);
        for (var id = 1; id <= count; id++)
        {
            var row = appender.CreateRow();
            write(row, id);
            row.EndRow();
        }
    }

    private static void Customer(IDuckDBAppenderRow row, int id, Random chance)
    {
        var (first, last, city) = (Pick(FirstNames, chance), Pick(LastNames, chance), chance.Next(Cities.Length));
        row.AppendValue((long)id).AppendValue(first + " " + last)
            .AppendValue(chance.Next(50) == 0 ? null : Address(first, last, id, "example.com"))
            .AppendValue($"+1 (2{chance.Next(10, 100)}) 555-{chance.Next(100, 200):0000}")
            .AppendValue(Ssn(chance))
            .AppendValue(Cities[city]).AppendValue(Countries[city])
            .AppendValue(new DateTime(2020, 1, 1).AddMinutes(chance.Next(2_500_000)));
    }

    private static void Card(IDuckDBAppenderRow row, int id, Random chance)
    {
        var (number, brand) = CardNumbers.Next(chance);
        row.AppendValue((long)id).AppendValue((long)(1 + ((id - 1) % Customers))).AppendValue(number)
            .AppendValue(new DateOnly(2027 + chance.Next(4), 1 + chance.Next(12), 1)).AppendValue(brand);
    }

    private static void Order(IDuckDBAppenderRow row, int id, Random chance) =>
        row.AppendValue((long)id).AppendValue((long)chance.Next(1, Customers + 1))
            .AppendValue(new DateTime(2023, 1, 1).AddSeconds(chance.Next(90_000_000)))
            .AppendValue(chance.Next(100, 250_000) / 100m).AppendValue(chance.Next(4) == 0 ? "USD" : "EUR").AppendValue(Pick(Statuses, chance))
            .AppendValue(chance.Next(20) == 0 ? "gift wrap, please" : null);

    private static void Employee(IDuckDBAppenderRow row, int id, Random chance)
    {
        var (first, last) = (Pick(FirstNames, chance), Pick(LastNames, chance));
        row.AppendValue((long)id).AppendValue(first + " " + last).AppendValue(Address(first, last, id, "shop.example"))
            .AppendValue(Pick(Departments, chance)).AppendValue(chance.Next(3_000_000, 18_000_000) / 100m).AppendValue(Ssn(chance))
            .AppendValue(new DateOnly(2015, 1, 1).AddDays(chance.Next(3_600)));
    }

    private static string Address(string first, string last, int id, string domain) =>
        $"{first}.{last}{id}@{domain}".ToLowerInvariant().Replace('é', 'e').Replace('í', 'i');

    private static string Ssn(Random chance) => $"{chance.Next(1, 665):000}-{chance.Next(1, 100):00}-{chance.Next(1, 10_000):0000}";

    private static string Pick(string[] words, Random chance) => words[chance.Next(words.Length)];
}
