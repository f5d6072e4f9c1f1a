using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads the plain part of YAML: maps, lists, text. Anchors, aliases, tags and further documents are faults.</summary>
internal sealed class YamlTree
{
    private const int LengthMax = 1 << 20;
    private const int DepthMax = 16;

    private readonly Parser _parser;
    private readonly List<PolicyFault> _faults;

    private YamlTree(string yaml, List<PolicyFault> faults)
    {
        _parser = new Parser(new Scanner(new StringReader(yaml), skipComments: true));
        _faults = faults;
    }

    /// <summary>The root; null, with a fault, when the text is not such YAML.</summary>
    public static YamlValue? Read(string yaml, List<PolicyFault> faults)
    {
        if (yaml.Length > LengthMax)
        {
            faults.Add(new PolicyFault(1, "", $"the file has {yaml.Length} characters; at most {LengthMax} are read"));
            return null;
        }

        try
        {
            return new YamlTree(yaml, faults).Document();
        }
        catch (YamlException fault)
        {
            faults.Add(new PolicyFault(Math.Max(1, (int)fault.Start.Line), "", $"this is not YAML: {Plain(fault.Message)}"));
            return null;
        }
    }

    private YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _faults.Add(new PolicyFault(1, "", "the file is empty; start from the sample policy"));
            return null;
        }

        var root = Value(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _faults.Add(new PolicyFault((int)second.Start.Line, "", "a second document starts here; write one policy in a file"));
        return root;
    }

    private YamlValue Value(int depth)
    {
        if (depth > DepthMax)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {DepthMax} levels");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Refuse(alias, "an alias (*name) is not read here; write the value out");
        if (_parser.Current is NodeEvent { Tag.IsEmpty: false } tagged)
            Refuse(tagged, "a tag (!name) is not read here; leave it out");
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
            Refuse(anchored, "an anchor (&name) is not read here; leave it out");
        if (_parser.TryConsume<MappingStart>(out var mapping))
            return Mapping(mapping, depth);
        if (_parser.TryConsume<SequenceStart>(out var sequence))
            return Sequence(sequence, depth);
        var scalar = _parser.Consume<Scalar>();
        return new YamlValue.Text((int)scalar.Start.Line, scalar.Value);
    }

    private YamlValue.Mapping Mapping(MappingStart start, int depth)
    {
        var entries = new List<KeyValuePair<YamlValue.Text, YamlValue>>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Value(depth + 1) is YamlValue.Text key)
            {
                entries.Add(new(key, Value(depth + 1)));
                continue;
            }

            Refuse(start, "a key of a map is plain text");
            Value(depth + 1);
        }

        return new YamlValue.Mapping((int)start.Start.Line, entries);
    }

    private YamlValue.Sequence Sequence(SequenceStart start, int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Value(depth + 1));
        return new YamlValue.Sequence((int)start.Start.Line, items);
    }

    private YamlValue.Text Refuse(ParsingEvent at, string message)
    {
        _faults.Add(new PolicyFault((int)at.Start.Line, "", message));
        return new YamlValue.Text((int)at.Start.Line, "");
    }

    private static string Plain(string message)
    {
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return end < 0 ? message : message[(end + 3)..];
    }
}
