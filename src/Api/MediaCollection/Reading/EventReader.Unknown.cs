using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Reading;

internal ref partial struct EventReader
{
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>True in qoeData itself: unknown members there are values that the session keeps.</summary>
    private readonly bool IsQoeData(ObjectShape shape) => _inQoeData && ReferenceEquals(shape, CommonShapes.QoeData);

    /// <summary>Reads an unknown member of qoeData, on whose name the reader stands: its value is kept as it was written, within limits.</summary>
    private void ReadUnknownQoe()
    {
        bool isFull = _draft.Qoe.Others is { Count: >= ReadingLimits.QoeKeys };
        string? key = isFull || _strict ? null : NameHere();
        if (!Next()) return;
        int start = (int)_json.TokenStartIndex;
        bool isText = _json.TokenType is JsonTokenType.String;
        SkipValue();
        if (_stopped || _strict) return;
        string? value = key is null ? null : isText ? RawText(start) : RawValue(start);
        int bytes = value is null ? 0 : Encoding.UTF8.GetByteCount(key!) + Encoding.UTF8.GetByteCount(value);
        if (value is null || _draft.Qoe.OtherBytes + bytes > ReadingLimits.QoeBytes)
        {
            _draft.Cuts |= ReaderCuts.QoeKeys;
            return;
        }

        _draft.Qoe.OtherBytes += bytes;
        (_draft.Qoe.Others ??= []).Add(new QoeValue(key!, value));
    }

    /// <summary>The JSON of the string that the reader has just read. A cut one is written anew.</summary>
    private string RawText(int start)
    {
        if (_json.ValueSpan.Length > ReadingLimits.Text && !HasHalfACharacter())
        {
            string text = TextHere();
            string kept = Cut(text, ReadingLimits.Text);
            if (kept.Length < text.Length) return $"\"{JsonEncodedText.Encode(kept, Readable)}\"";
        }

        return Encoding.UTF8.GetString(JsonText.WithoutNuls(_body[start..(int)_json.BytesConsumed]));
    }

    /// <summary>Only a right string can be taken out; a wrong one has been refused.</summary>
    private bool HasHalfACharacter() => !IsWellFormed(ref _json);

    /// <summary>The JSON of the value that the reader has just read; null where that is too long, because half of it would be no JSON.</summary>
    private readonly string? RawValue(int start)
    {
        ReadOnlySpan<byte> raw = JsonText.WithoutNuls(_body[start..(int)_json.BytesConsumed]);
        return raw.Length <= ReadingLimits.Text || Encoding.UTF8.GetCharCount(raw) <= ReadingLimits.Text ? Encoding.UTF8.GetString(raw) : null;
    }
}
