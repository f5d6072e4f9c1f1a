namespace Snowtrail.Enrichers.State;

/// <summary>
/// Which sequences of one gateway were applied, as runs without gaps. When there are more runs than the bound, the lowest gap is taken for seen:
/// a record that comes that late is a repetition.
/// </summary>
internal sealed class SequenceRuns
{
    private const int RunsMax = 1024;
    private readonly List<(long First, long Last)> _runs = [];

    /// <summary>False when the sequence was added before.</summary>
    public bool Add(long sequence)
    {
        var at = _runs.Count - 1;
        while (at >= 0 && _runs[at].First > sequence)
            at--;
        if (at >= 0 && sequence <= _runs[at].Last)
            return false;
        Insert(at, sequence);
        if (_runs.Count > RunsMax)
        {
            _runs[1] = (_runs[0].First, _runs[1].Last);
            _runs.RemoveAt(0);
        }

        return true;
    }

    private void Insert(int below, long sequence)
    {
        var joinsBelow = below >= 0 && _runs[below].Last == sequence - 1;
        var joinsAbove = below + 1 < _runs.Count && _runs[below + 1].First == sequence + 1;
        if (joinsBelow && joinsAbove)
        {
            _runs[below] = (_runs[below].First, _runs[below + 1].Last);
            _runs.RemoveAt(below + 1);
        }
        else if (joinsBelow)
        {
            _runs[below] = (_runs[below].First, sequence);
        }
        else if (joinsAbove)
        {
            _runs[below + 1] = (sequence, _runs[below + 1].Last);
        }
        else
        {
            _runs.Insert(below + 1, (sequence, sequence));
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Count(_runs.Count);
        foreach (var (first, last) in _runs)
        {
            writer.Long(first);
            writer.Long(last - first);
        }
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var first = reader.Long();
            _runs.Add((first, first + reader.Long()));
        }
    }
}
