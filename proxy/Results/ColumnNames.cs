using System.Text;

namespace Snowtrail.Proxy.Results;

/// <summary>Hides card numbers in the names of columns, where the description of a result and its Arrow schema have to say the same.</summary>
internal static class ColumnNames
{
    public static string Mask(string name)
    {
        var masker = new CellMasker();
        return masker.MaskText(Encoding.UTF8.GetBytes(name), json: false) == CellOutcome.Replaced ? Encoding.UTF8.GetString(masker.Text) : name;
    }
}
