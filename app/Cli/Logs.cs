using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Cli;

/// <summary>Logs go to standard error: short lines for a terminal, JSON objects for a collector.</summary>
internal static class Logs
{
    internal static ILoggerFactory Create() => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A port that cannot be had is said in one line by whoever asked for it
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Console.IsErrorRedirected)
        {
            logging.AddJsonConsole(options => options.TimestampFormat = "O");
        }
        else
        {
            logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
        }
    });
}
