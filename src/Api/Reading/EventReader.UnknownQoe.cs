using System.Text.Encodings.Web;
using System.Text.Unicode;
using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    private static readonly JavaScriptEncoder UnescapedEncoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Whether the reader is in qoeData itself, whose unknown members are values that the session keeps.</summary>
    private readonly bool IsQoeData(ObjectShape shape) => _inQoeData && ReferenceEquals(shape, _format.QoeData);

    /// <summary>Reads an unknown member of qoeData at its name; the value is kept as JSON, within limits.</summary>
    private void ReadUnknownQoe()
    {
        var isFull = _draft.Qoe.Others is { Count: >= ReadingLimits.QoeKeys };
        var key = isFull || _strict ? null : ReadText(ReadingLimits.Name);

        // Answers have these names for values that XDM calls otherwise.
        if (_envelope is not null && key?.StartsWith("media.qoe.", StringComparison.Ordinal) == true) key = null;
        if (!Next()) return;
        var start = (int)_json.TokenStartIndex;
        var isText = _json.TokenType is JsonTokenType.String;
        SkipValue();
        if (_stopped || _strict) return;
        var value = key is null ? null : isText ? RawText(start) : RawValue(start);
        var bytes = value is null ? 0 : Encoding.UTF8.GetByteCount(key!) + Encoding.UTF8.GetByteCount(value);
        if (value is null || _draft.Qoe.OtherBytes + bytes > ReadingLimits.QoeBytes)
        {
            _draft.Cuts |= ReaderCuts.QoeKeys;
            return;
        }

        _draft.Qoe.OtherBytes += bytes;
        (_draft.Qoe.Others ??= []).Add(new QoeValue(key!, value));
    }

    /// <summary>The JSON of the string just read, re-encoded when cut.</summary>
    private string RawText(int start)
    {
        if (_json.ValueSpan.Length > ReadingLimits.Text && IsWellFormed(ref _json))
        {
            var text = ReadText();
            var kept = Cut(text, ReadingLimits.Text);
            if (kept.Length < text.Length) return $"\"{JsonEncodedText.Encode(kept, UnescapedEncoder)}\"";
        }

        return Encoding.UTF8.GetString(JsonText.WithoutNuls(_body[start..(int)_json.BytesConsumed]));
    }

    /// <summary>The JSON of the value just read; null when too long, because a part of it would not be valid JSON.</summary>
    private readonly string? RawValue(int start)
    {
        var raw = JsonText.WithoutNuls(_body[start..(int)_json.BytesConsumed]);
        return raw.Length <= ReadingLimits.Text || Encoding.UTF8.GetCharCount(raw) <= ReadingLimits.Text ? Encoding.UTF8.GetString(raw) : null;
    }
}
