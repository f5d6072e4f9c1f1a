using Avro;
using Avro.Generic;
using Avro.IO;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>Apache.Avro's own encoding, the reference.</summary>
internal static class ApacheCodec
{
    internal static byte[] Write(Schema schema, object datum)
    {
        using var stream = new MemoryStream();
        var encoder = new BinaryEncoder(stream);
        new GenericDatumWriter<object>(schema).Write(datum, encoder);
        encoder.Flush();
        return stream.ToArray();
    }

    internal static object Read(Schema schema, byte[] data)
    {
        using var stream = new MemoryStream(data);
        var datum = new GenericDatumReader<object>(schema, schema).Read(null!, new BinaryDecoder(stream));
        Assert.Equal(data.Length, stream.Position);
        return datum;
    }
}
