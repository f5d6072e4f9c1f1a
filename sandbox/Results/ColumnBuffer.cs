namespace Snowtrail.Sandbox.Results;

/// <summary>Values of one column, for a run of rows.</summary>
internal sealed class ColumnBuffer(ResultColumn column)
{
    private readonly List<bool> valid = [];
    private readonly List<long> longs = [];
    private readonly List<Int128> wides = [];
    private readonly List<double> doubles = [];
    private readonly List<string> texts = [];

    public ResultColumn Column => column;

    public int Count => valid.Count;

    public bool IsValid(int row) => valid[row];

    public long Long(int row) => longs[row];

    public Int128 Wide(int row) => wides[row];

    public double Double(int row) => doubles[row];

    public string Text(int row) => texts[row];

    /// <summary>A boolean is carried as 0 or 1.</summary>
    public bool Boolean(int row) => longs[row] != 0;

    public void Add(long value) => Add(value, 0, 0, "", true);

    public void Add(Int128 value) => Add(0, value, 0, "", true);

    public void Add(double value) => Add(0, 0, value, "", true);

    public void Add(string value) => Add(0, 0, 0, value, true);

    public void AddNull() => Add(0, 0, 0, "", false);

    public void Clear()
    {
        valid.Clear();
        longs.Clear();
        wides.Clear();
        doubles.Clear();
        texts.Clear();
    }

    private void Add(long whole, Int128 wide, double real, string text, bool isValid)
    {
        valid.Add(isValid);
        switch (column.Carrier)
        {
            case Carrier.Wide: wides.Add(wide); break;
            case Carrier.Double: doubles.Add(real); break;
            case Carrier.Text: texts.Add(text); break;
            default: longs.Add(whole); break;
        }
    }
}
