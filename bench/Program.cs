using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Snowtrail.Bench.Comparison;
using Snowtrail.Bench.Indexing;
using Snowtrail.Bench.Kafka;
using Snowtrail.Bench.Ledger;
using Snowtrail.Bench.Pipeline;
using Snowtrail.Bench.Searchable;

// Verbs measure whole runs; everything else is BenchmarkDotNet's command line
return args switch
{
    ["ledger", .. var options] => await LedgerLoad.RunAsync(options),
    ["index", .. var options] => await IndexCommand.RunAsync(options),
    ["compare", .. var options] => await UntilStopped(stop => CompareCommand.RunAsync(options, stop)),
    ["searchable", .. var options] => await UntilStopped(stop => SearchableCommand.RunAsync(options, stop)),
    ["kafka", .. var options] => await UntilStopped(stop => KafkaCommand.RunAsync(options, stop)),
    ["pipeline", .. var options] => await UntilStopped(stop => PipelineCommand.RunAsync(options, stop)),
    ["upstream", var port] => await UntilStopped(stop => BareUpstream.RunAsync(int.Parse(port), stop)),
    ["yarp", var port, var upstream] => await UntilStopped(stop => TenLineYarp.RunAsync(int.Parse(port), upstream, stop)),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    // The default of two minutes is short for a busy machine
    var config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
    BenchmarkSwitcher.FromAssembly(typeof(LedgerLoad).Assembly).Run(args, config);
    return 0;
}

static async Task<int> UntilStopped(Func<CancellationToken, Task<int>> run)
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, press) => { press.Cancel = true; stop.Cancel(); };
    return await run(stop.Token);
}
