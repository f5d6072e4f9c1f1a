using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Snowtrail.Proxy.Results.Arrow;
using Snowtrail.Proxy.Results.Json;

namespace Snowtrail.Proxy.Results.Answers;

/// <summary>Collects the changes to an answer and writes it with them.</summary>
internal sealed class AnswerEditor
{
    private static readonly byte[] True = "true"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _body;
    private readonly AnswerScan _scan;
    private readonly RewritePlan _plan;
    private readonly MaskPlan _masks;
    private readonly MaskTally _tally;
    private readonly List<AnswerEdit> _edits = [];

    public AnswerEditor(ReadOnlyMemory<byte> body, AnswerScan scan, RewritePlan plan, MaskPlan? known)
    {
        _body = body;
        _scan = scan;
        _plan = plan;
        _masks = known ?? MaskPlan.Compile(plan.Masks, plan.Statement, [.. scan.Columns.Select(column => column.Type)]);
        _tally = new MaskTally(_masks);
    }

    public RewriteReport Write(IBufferWriter<byte> output)
    {
        var facts = _scan.Facts;
        Rows();
        ArrowRows();
        if (_scan.Chunks.Count > 0)
            Chunks();
        Nullable();
        var columns = Names(facts.Columns);
        var message = Message(facts);
        if (_scan.GetResultUrl is { } place && _plan.ResultUrl is { } url)
            _edits.Add(new AnswerEdit(place, JsonText(url)));
        Splice(output);
        return new RewriteReport
        {
            Outcome = RewriteOutcome.Rewritten,
            Facts = facts with { Message = message, Columns = columns },
            InlineRows = _tally.Rows,
            Masked = _tally.ToRecords(),
            MaskPlan = _masks,
        };
    }

    private void Rows()
    {
        if (_scan.Rowset is not { } place)
            return;
        var inner = new ByteRange(place.Start + 1, place.End - 1);
        var rows = new ArrayBufferWriter<byte>(Math.Max(16, inner.End - inner.Start));
        new JsonRowsRewriter(_masks, _tally).Process(inner.Of(_body.Span), last: true, rows);
        if (_tally.Any)
            _edits.Add(new AnswerEdit(inner, rows.WrittenMemory));
    }

    private void ArrowRows()
    {
        if (_scan.RowsetBase64 is not { } place || place.End - place.Start <= 2)
            return;
        var text = _body.Span[(place.Start + 1)..(place.End - 1)];
        var stream = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, stream, out var used, out var length) != OperationStatus.Done || used != text.Length)
            throw new UnreadableResultException("The Arrow rows of the warehouse's answer are not valid base64.");
        var rewritten = new ArrayBufferWriter<byte>(length + 1024);
        var rows = new ArrowStreamRewriter(_masks, _tally, _plan.Limits);
        rows.Process(stream.AsSpan(0, length), last: true, rewritten);
        if (!rows.Changed)
            return;
        var bytes = rewritten.WrittenSpan;
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2];
        Base64.EncodeToUtf8(bytes, encoded.AsSpan(1), out _, out var written);
        encoded[0] = encoded[written + 1] = (byte)'"';
        _edits.Add(new AnswerEdit(place, encoded.AsMemory(0, written + 2)));
    }

    private void Chunks()
    {
        if (_plan.ChunkUrl is not { } address)
            throw new UnreadableResultException("The warehouse's answer has external chunks, which are not served here.");
        var headers = UpstreamHeaders();
        for (var index = 0; index < _scan.Chunks.Count; index++)
        {
            var chunk = _scan.Chunks[index];
            var ours = address(new UpstreamChunk(index, chunk.Url, chunk.RowCount, chunk.UncompressedSize, chunk.CompressedSize, headers));
            _edits.Add(new AnswerEdit(chunk.UrlPlace, JsonText(ours)));
            if (!_masks.IsEmpty && chunk.UncompressedPlace is { } size)
                _edits.Add(new AnswerEdit(size, Encoding.ASCII.GetBytes(SizeBound(chunk).ToString(CultureInfo.InvariantCulture))));
        }

        Headers();
    }

    private Dictionary<string, string> UpstreamHeaders()
    {
        if (_scan.ChunkHeaders.Count > 0 || _scan.Qrmk is not { } key)
            return _scan.ChunkHeaders;
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-amz-server-side-encryption-customer-algorithm"] = "AES256",
            ["x-amz-server-side-encryption-customer-key"] = key,
        };
    }

    // JDBC allots its buffer by this size. `null` is two bytes longer than `""`, and a bare number in JSON text gains two escaped quotes
    // for twelve digits at least.
    private long SizeBound(AnswerChunk chunk) =>
        Math.Min(int.MaxValue, chunk.UncompressedSize + (chunk.UncompressedSize / 3) + (chunk.RowCount * _masks.Columns.Count * 2) + 16);

    // Their headers open the storage, so they stay here; ours take their place.
    private void Headers()
    {
        var members = _scan.DataMembers;
        var kept = false;
        for (var index = 0; index < members.Count; index++)
        {
            if (members[index].Name is not ("QRMK" or "CHUNKHEADERS"))
            {
                kept = true;
                continue;
            }

            var place = kept
                ? new ByteRange(members[index - 1].ValueEnd, members[index].ValueEnd)
                : new ByteRange(members[index].Place.Start, index + 1 < members.Count ? members[index + 1].Place.Start : members[index].ValueEnd);
            _edits.Add(new AnswerEdit(place, default));
        }

        if (_plan.ChunkHeaders is { Count: > 0 } ours)
        {
            var end = members.First(member => member.Name == "CHUNKS").ValueEnd;
            var text = new ArrayBufferWriter<byte>();
            text.Write(",\"chunkHeaders\":"u8);
            text.Write(JsonSerializer.SerializeToUtf8Bytes(ours));
            _edits.Add(new AnswerEdit(new ByteRange(end, end), text.WrittenMemory));
        }
    }

    private void Nullable()
    {
        var announced = _scan.Chunks.Count > 0 || _scan.RowsetBase64 is not null;
        for (var index = 0; index < _masks.Columns.Count && index < _scan.Columns.Count; index++)
        {
            if (_scan.Columns[index].NotNullable is { } place && (_tally.Nulled(index) || (announced && _masks.Columns[index].MayNull)))
                _edits.Add(new AnswerEdit(place, True));
        }
    }

    // PIVOT makes names of values, and an expression without alias has its text as name.
    private IReadOnlyList<Schemas.ResultColumn> Names(IReadOnlyList<Schemas.ResultColumn> columns)
    {
        if (_masks.DetectRule is null)
            return columns;
        var named = new List<Schemas.ResultColumn>(columns.Count);
        for (var index = 0; index < columns.Count; index++)
        {
            var name = ColumnNames.Mask(columns[index].Name);
            if (name != columns[index].Name && _scan.Columns[index].Name is { } place)
                _edits.Add(new AnswerEdit(place, JsonText(name)));
            named.Add(columns[index] with { Name = name });
        }

        return named;
    }

    private string? Message(AnswerFacts facts)
    {
        if (_scan.Message is not { } place || _plan.Masks.Count == 0 || facts.Message is not { } text)
            return facts.Message;
        var succeeded = facts.Success ?? facts.Code is "090001" or "333334";
        var masked = new AnswerMessage(_plan).Mask(text, succeeded ? null : facts.Code);
        if (masked != text)
            _edits.Add(new AnswerEdit(place, JsonText(masked)));
        return masked;
    }

    private void Splice(IBufferWriter<byte> output)
    {
        var at = 0;
        foreach (var edit in _edits.OrderBy(edit => edit.Place.Start).ThenBy(edit => edit.Place.End))
        {
            output.Write(_body.Span[at..edit.Place.Start]);
            output.Write(edit.Bytes.Span);
            at = edit.Place.End;
        }

        output.Write(_body.Span[at..]);
    }

    private static byte[] JsonText(string text) => JsonSerializer.SerializeToUtf8Bytes(text);
}
