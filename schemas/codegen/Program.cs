using Snowtrail.Schemas.Codegen.Emit;
using Snowtrail.Schemas.Codegen.Parsing;

// Arguments: a list file (first line the C# namespace, then one schema file a line) and the directory to write to.
var lines = File.ReadAllLines(args[0]);
try
{
    var sources = lines.Skip(1).Select(path => new SchemaSource(path, File.ReadAllText(path)));
    SourceDirectory.Write(args[1], SourceEmitter.Emit(SchemaSet.Load(sources), lines[0]));
    return 0;
}
catch (SchemaException fault)
{
    // MSBuild's own form of an error, so that it is shown with the file it concerns.
    Console.Error.WriteLine($"{fault.File}(1,1): error AVRO001: {fault.Message}");
    return 1;
}
