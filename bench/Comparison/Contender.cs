using System.Diagnostics;
using System.Globalization;
using Snowtrail.Bench.Processes;

namespace Snowtrail.Bench.Comparison;

/// <summary>A process that stands between the load and the upstream, and the CPU it has used.</summary>
internal sealed class Contender(string name, Uri address, string password, IReadOnlyList<Process> processes)
{
    internal string Name => name;

    internal Uri Address => address;

    internal string Password => password;

    /// <summary>CPU seconds of the contender's processes and their children since they started; 0 for the direct way.</summary>
    internal double CpuSeconds => processes.Sum(process => Tree(process.Id).Sum(ProcessCpu.Seconds));

    private static IEnumerable<int> Tree(int id)
    {
        yield return id;
        var children = File.ReadAllText($"/proc/{id}/task/{id}/children");
        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var below in Tree(int.Parse(child, CultureInfo.InvariantCulture)))
            {
                yield return below;
            }
        }
    }
}
