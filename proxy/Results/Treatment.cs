namespace Snowtrail.Proxy.Results;

/// <summary>What is done with the cells of a column.</summary>
internal enum Treatment
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>Card numbers found in the text keep their last four digits.</summary>
    Scan,

    /// <summary>A number that has the form of a card number becomes null.</summary>
    ScanNumber,

    /// <summary>The column is a card column: last four digits, or null where the cell has not that form.</summary>
    Card,

    /// <summary>The column is made of a card column: last four digits where whole card numbers are in it and no other digits, else null.</summary>
    Derived,

    /// <summary>Every cell becomes null.</summary>
    Null,
}
