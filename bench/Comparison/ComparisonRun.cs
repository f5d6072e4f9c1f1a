using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Snowtrail.Bench.Comparison;

/// <summary>
/// The same small query direct, through nginx, through a ten-line YARP and through Snowtrail (its data in memory, then on disk), in interleaved
/// rounds of one run. Prints medians and ratios.
/// </summary>
internal sealed class ComparisonRun(string snowtrail, int perSecond, int perRound, int rounds)
{
    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("snowtrail-bench-").FullName;
    private readonly string? _memory = Directory.Exists("/dev/shm") ? $"/dev/shm/snowtrail-bench-{Environment.ProcessId}" : null;

    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await MeasureAsync(await StartAllAsync(cancellation), cancellation);
            return 0;
        }
        finally
        {
            _processes.ForEach(process => process.Kill(entireProcessTree: true));
            _processes.ForEach(process => process.WaitForExit());
            Directory.Delete(_folder, recursive: true);
            if (_memory is not null && Directory.Exists(_memory))
            {
                Directory.Delete(_memory, recursive: true);
            }
        }
    }

    private async Task<List<Contender>> StartAllAsync(CancellationToken cancellation)
    {
        var upstream = Address(FreePort());
        Start(Environment.ProcessPath!, "upstream", $"{upstream.Port}");
        await ReachableAsync(upstream, cancellation);
        var contenders = new List<Contender> { new("direct", upstream, "sandbox", []) };

        if (File.Exists("/usr/sbin/nginx"))
        {
            contenders.Add(await AddAsync("nginx", Address(FreePort()), address => Start("/usr/sbin/nginx", "-c", WriteNginx(address.Port, upstream), "-p", _folder, "-g", "daemon off;"), cancellation));
        }
        else
        {
            Console.WriteLine("nginx is not installed; its row is left out.");
        }

        contenders.Add(await AddAsync("YARP, ten lines", Address(FreePort()), address => Start(Environment.ProcessPath!, "yarp", $"{address.Port}", upstream.ToString()), cancellation));
        if (_memory is not null)
        {
            contenders.Add(await AddSnowtrailAsync("Snowtrail, recorded and decided", _memory, upstream, cancellation));
        }

        contenders.Add(await AddSnowtrailAsync("Snowtrail, and durable", Path.Combine(_folder, "data"), upstream, cancellation));
        return contenders;
    }

    private static async Task<Contender> AddAsync(string name, Uri address, Func<Uri, Process> start, CancellationToken cancellation)
    {
        var process = start(address);
        await ReachableAsync(address, cancellation);
        return new Contender(name, address, "sandbox", [process]);
    }

    private async Task<Contender> AddSnowtrailAsync(string name, string data, Uri upstream, CancellationToken cancellation)
    {
        var password = Path.Combine(_folder, "password");
        var policy = Path.Combine(_folder, "policy.yaml");
        await File.WriteAllTextAsync(password, "sandbox", cancellation);
        await File.WriteAllTextAsync(policy, await OutputAsync(snowtrail, "policy", "sample"), cancellation);
        var key = JsonDocument.Parse(await OutputAsync(snowtrail, "keys", "create", "--agent", "bench", "--data", data, "--json")).RootElement.GetProperty("key").GetString()!;
        var contender = await AddAsync(name, Address(FreePort()), address => Start(
            snowtrail, "run", "--data", data, "--listen", $"127.0.0.1:{address.Port}", "--console", "127.0.0.1:0",
            "--upstream", upstream.ToString(), "--upstream-user", "sandbox", "--upstream-password-file", password, "--policy", policy), cancellation);
        return new Contender(contender.Name, contender.Address, key, [_processes[^1]]);
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
        var file = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            pid {{_folder}}/nginx.pid; error_log {{_folder}}/nginx.log; worker_processes 1;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/f; uwsgi_temp_path {{_folder}}/u; scgi_temp_path {{_folder}}/s;
              upstream warehouse { server {{upstream.Host}}:{{upstream.Port}}; keepalive 64; }
              server { listen 127.0.0.1:{{port}}; location / { proxy_pass http://warehouse; proxy_http_version 1.1; proxy_set_header Connection ""; } }
            }
            """);
        return file;
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) { Console.Error.WriteLine($"  {Path.GetFileName(program)}: {text}"); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process;
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
    }

    private static async Task ReachableAsync(Uri address, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(address.Host, address.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancellation);
            }
        }

        throw new TimeoutException($"{address} did not start within 10 s");
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
