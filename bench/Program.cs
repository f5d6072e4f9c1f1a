using BenchmarkDotNet.Running;
using Snowtrail.Bench.Ledger;

// Verbs measure whole runs; everything else is BenchmarkDotNet's command line
return args switch
{
    ["ledger", .. var options] => await LedgerLoad.RunAsync(options),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(LedgerLoad).Assembly).Run(args);
    return 0;
}
