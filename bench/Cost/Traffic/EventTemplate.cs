using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SessionGrains.Players;

namespace SessionGrains.Bench.Cost;

/// <summary>A body that a real client sent, with holes for what differs from viewer to viewer and from event to event.</summary>
internal sealed class EventTemplate
{
    private const string Hole = "\u0001";

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Part[] _parts;

    private EventTemplate(Part[] parts, byte[]? edgeType = null) => (_parts, EdgeType) = (parts, edgeType);

    private enum Filling
    {
        Playhead,
        Ts,
        Timestamp,
        Session,
        Visitor,
        Title,
        Nothing,
    }

    /// <summary>The last segment of the path of an event in XDM; null: it is one of the Media Collection API.</summary>
    public byte[]? EdgeType { get; }

    /// <summary>Takes the members that a viewer or an event has of its own out of a body.</summary>
    public static EventTemplate Of(JsonObject body)
    {
        body = body.DeepClone().AsObject();
        var time = body["playerTime"]!.AsObject();
        time["playhead"] = Mark(Filling.Playhead);
        time["ts"] = Mark(Filling.Ts);
        if (body["params"] is JsonObject start && start.ContainsKey("media.id"))
        {
            start["media.id"] = $"{start["media.id"]}-{Mark(Filling.Title)}";
            start["analytics.visitorId"] = Mark(Filling.Visitor);
        }

        return new EventTemplate(Parts(body));
    }

    /// <summary>The same event in XDM, of a session that is open.</summary>
    public static EventTemplate OfEdge(JsonObject body)
    {
        body = body.DeepClone().AsObject();
        body["playerTime"]!["playhead"] = Mark(Filling.Playhead);
        return new EventTemplate(Parts(XdmBody.Event(body, Mark(Filling.Session), Mark(Filling.Timestamp))), Encoding.UTF8.GetBytes(XdmBody.TypeOf(body)));
    }

    /// <summary>Writes the body and returns its length in bytes.</summary>
    public int Write(Span<byte> into, long ts, int playheadTenths, int visitor, int title, ReadOnlySpan<byte> session = default)
    {
        var length = 0;
        foreach (var part in _parts)
        {
            part.Text.CopyTo(into[length..]);
            length += part.Text.Length;
            var hole = into[length..];
            length += part.Filling switch
            {
                Filling.Playhead => Formatted(Utf8Formatter.TryFormat(playheadTenths / 10m, hole, out var bytes), bytes),
                Filling.Ts => Formatted(Utf8Formatter.TryFormat(ts, hole, out var bytes), bytes),
                Filling.Timestamp => Formatted(DateTimeOffset.FromUnixTimeMilliseconds(ts).TryFormat(hole, out var bytes, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), bytes),
                Filling.Session => Formatted(session.TryCopyTo(hole), session.Length),
                Filling.Visitor => Formatted(Utf8Formatter.TryFormat(visitor, hole, out var bytes, new('D', 10)), bytes),
                Filling.Title => Formatted(Utf8Formatter.TryFormat(title, hole, out var bytes, new('D', 2)), bytes),
                _ => 0,
            };
        }

        return length;
    }

    private static Part[] Parts(JsonObject body)
    {
        // Numbers lose the quotes of their marks.
        var text = body.ToJsonString(AsSent).Replace("\\u0001", Hole, StringComparison.Ordinal);
        foreach (var number in new[] { Filling.Playhead, Filling.Ts })
            text = text.Replace($"\"{Mark(number)}\"", Mark(number), StringComparison.Ordinal);

        return [.. Split(text)];
    }

    private static int Formatted(bool fits, int bytes) => fits ? bytes : throw new InvalidOperationException("The buffer of a request is too small.");

    private static string Mark(Filling filling) => $"{Hole}{filling}{Hole}";

    private static IEnumerable<Part> Split(string text)
    {
        // Text and names of holes take turns.
        var pieces = text.Split(Hole);
        for (var i = 0; i < pieces.Length; i += 2)
            yield return new Part(Encoding.UTF8.GetBytes(pieces[i]), i + 1 < pieces.Length ? Enum.Parse<Filling>(pieces[i + 1]) : Filling.Nothing);
    }

    private readonly record struct Part(byte[] Text, Filling Filling);
}
