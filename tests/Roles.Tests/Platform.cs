using System.Runtime.Versioning;

// As the executable that is tested.
[assembly: UnsupportedOSPlatform("windows")]
