using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Snowtrail.Bench.Processes;

namespace Snowtrail.Bench.Comparison;

/// <summary>
/// The same small query direct, through nginx, through a ten-line YARP and through Snowtrail (its data in memory, then on disk), in interleaved
/// rounds of one run. Prints medians and ratios.
/// </summary>
internal sealed class ComparisonRun(string snowtrail, int perSecond, int perRound, int rounds) : IDisposable
{
    private readonly Running _running = new();
    private readonly string? _memory = Directory.Exists("/dev/shm") ? $"/dev/shm/snowtrail-bench-{Environment.ProcessId}" : null;

    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        await MeasureAsync(await StartAllAsync(cancellation), cancellation);
        return 0;
    }

    public void Dispose()
    {
        _running.Dispose();
        if (_memory is not null && Directory.Exists(_memory))
        {
            Directory.Delete(_memory, recursive: true);
        }
    }

    private async Task<List<Contender>> StartAllAsync(CancellationToken cancellation)
    {
        var upstream = Running.FreeAddress();
        var source = _running.Start(Environment.ProcessPath!, "upstream", $"{upstream.Port}");
        await Running.ReachableAsync(source, upstream, cancellation);
        var contenders = new List<Contender> { new("direct", upstream, "sandbox", []) };

        if (File.Exists("/usr/sbin/nginx"))
        {
            contenders.Add(await AddAsync("nginx", "sandbox", Running.FreeAddress(), address => _running.Start("/usr/sbin/nginx", "-c", WriteNginx(address.Port, upstream), "-p", _running.Folder, "-g", "daemon off;"), cancellation));
        }
        else
        {
            Console.WriteLine("nginx is not installed; its row is left out.");
        }

        contenders.Add(await AddAsync("YARP, ten lines", "sandbox", Running.FreeAddress(), address => _running.Start(Environment.ProcessPath!, "yarp", $"{address.Port}", upstream.ToString()), cancellation));
        if (_memory is not null)
        {
            contenders.Add(await AddSnowtrailAsync("Snowtrail, recorded and decided", _memory, upstream, cancellation));
        }

        contenders.Add(await AddSnowtrailAsync("Snowtrail, and durable", Path.Combine(_running.Folder, "data"), upstream, cancellation));
        return contenders;
    }

    private static async Task<Contender> AddAsync(string name, string password, Uri address, Func<Uri, Process> start, CancellationToken cancellation)
    {
        var process = start(address);
        await Running.ReachableAsync(process, address, cancellation);
        return new Contender(name, address, password, [process]);
    }

    private async Task<Contender> AddSnowtrailAsync(string name, string data, Uri upstream, CancellationToken cancellation)
    {
        var password = Path.Combine(_running.Folder, "password");
        var policy = Path.Combine(_running.Folder, "policy.yaml");
        await File.WriteAllTextAsync(password, "sandbox", cancellation);
        await File.WriteAllTextAsync(policy, await Running.OutputAsync(snowtrail, "policy", "sample"), cancellation);
        var key = JsonDocument.Parse(await Running.OutputAsync(snowtrail, "keys", "create", "--agent", "bench", "--data", data, "--json")).RootElement.GetProperty("key").GetString()!;
        return await AddAsync(name, key, Running.FreeAddress(), address => _running.Start(
            snowtrail, "run", "--data", data, "--listen", $"127.0.0.1:{address.Port}", "--console", "127.0.0.1:0",
            "--upstream", upstream.ToString(), "--upstream-user", "sandbox", "--upstream-password-file", password, "--policy", policy), cancellation);
    }

    private async Task MeasureAsync(List<Contender> contenders, CancellationToken cancellation)
    {
        var results = contenders.ToDictionary(contender => contender, _ => new List<(double Cpu, double P50, double P99)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contender in contenders)
            {
                using var load = await FixedRateLoad.ConnectAsync(contender, cancellation);
                var before = contender.CpuSeconds;
                var latencies = await load.RunAsync(perSecond, perRound, cancellation);
                // What is recorded is also enriched and indexed a little later; that CPU belongs to the same requests.
                await Task.Delay(TimeSpan.FromSeconds(1.5), cancellation);
                var cpu = (contender.CpuSeconds - before) / perRound * 10_000;
                Console.Error.WriteLine($"round {round}{(round == 0 ? " (warm-up)" : "")}: {contender.Name}: {cpu:0.00} CPU s per 10,000, p50 {latencies[perRound / 2]:0.00} ms");
                if (round > 0)
                {
                    results[contender].Add((cpu, latencies[perRound / 2], latencies[(int)(perRound * 0.99)]));
                }
            }
        }

        Print(contenders, results);
    }

    private void Print(List<Contender> contenders, Dictionary<Contender, List<(double Cpu, double P50, double P99)>> results)
    {
        double Of(Contender contender, Func<(double Cpu, double P50, double P99), double> value) => results[contender].Select(value).Order().ElementAt(rounds / 2);
        var direct = contenders[0];
        var yarp = contenders.Single(contender => contender.Name.StartsWith("YARP", StringComparison.Ordinal));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perSecond} statements a second, medians of {rounds} interleaved rounds of {perRound}\n"));
        Console.WriteLine("| way | CPU s per 10,000 | CPU, YARP = 1 | p50 ms added | p99 ms added | p50 added, YARP = 1 |\n|---|---|---|---|---|---|");
        foreach (var contender in contenders)
        {
            var added = Of(contender, r => r.P50) - Of(direct, r => r.P50);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contender.Name} | {Of(contender, r => r.Cpu):0.00} | {Of(contender, r => r.Cpu) / Of(yarp, r => r.Cpu):0.00} | {added:0.00} | {Of(contender, r => r.P99) - Of(direct, r => r.P99):0.00} | {added / (Of(yarp, r => r.P50) - Of(direct, r => r.P50)):0.0} |"));
        }
    }

    private string WriteNginx(int port, Uri upstream)
    {
        var file = Path.Combine(_running.Folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            pid {{_running.Folder}}/nginx.pid; error_log {{_running.Folder}}/nginx.log; worker_processes 1;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{_running.Folder}}/body; proxy_temp_path {{_running.Folder}}/proxy; fastcgi_temp_path {{_running.Folder}}/f; uwsgi_temp_path {{_running.Folder}}/u; scgi_temp_path {{_running.Folder}}/s;
              upstream warehouse { server {{upstream.Host}}:{{upstream.Port}}; keepalive 64; }
              server { listen 127.0.0.1:{{port}}; location / { proxy_pass http://warehouse; proxy_http_version 1.1; proxy_set_header Connection ""; } }
            }
            """);
        return file;
    }
}
