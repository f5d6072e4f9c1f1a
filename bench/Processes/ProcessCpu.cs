using System.Globalization;

namespace Snowtrail.Bench.Processes;

/// <summary>Processor time of a process as Linux counts it.</summary>
internal static class ProcessCpu
{
    /// <summary>User and system seconds since it started, to a hundredth.</summary>
    internal static double Seconds(int id)
    {
        // Fields 14 and 15 of stat, counted after the command's closing bracket, are user and system ticks of 1/100 s.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }
}
