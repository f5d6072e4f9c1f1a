using System.Security.Cryptography;
using System.Text;
using Snowtrail.Indexer.Documents;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>Tells indexes apart that were made from different catalogs.</summary>
internal static class CatalogPrint
{
    /// <summary>Raise it when the same catalog is indexed in another way.</summary>
    private const string Form = "1";

    public static string Value { get; } = Make();

    private static string Make()
    {
        var text = new StringBuilder(Form);
        foreach (var field in FieldCatalog.All)
            text.Append('\n').Append(field.Name).Append(' ').Append(field.Type).Append(field.IsMany ? " many" : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
