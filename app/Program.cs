using System.Runtime.Versioning;
using Snowtrail.App.Cli;

// Keys and tokens are protected by file modes.
[assembly: UnsupportedOSPlatform("windows")]

return await CommandLine.RunAsync(args);
