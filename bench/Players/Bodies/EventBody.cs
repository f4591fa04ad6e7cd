using System.Buffers;
using System.Text.Encodings.Web;

namespace SessionGrains.Players;

/// <summary>Writes an event as the SDK of its player does: the same members in the same order, so bodies of the same size.</summary>
internal static class EventBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Of(ScriptedEvent one, Viewing viewing) => Write(viewing.Player, WireName(one.Meaning.Type), one.Meaning, static (writer, meaning) =>
    {
        EventParts.WriteQoe(writer, meaning.Qoe);
        EventParts.WriteMetadata(writer, meaning);
        EventParts.WriteParams(writer, meaning);
    }, one.Meaning);

    public static byte[] OfStart(Viewing viewing)
    {
        var meaning = new PlayerEvent { Type = PlayerEventType.SessionStart, Ts = viewing.StartTs, Playhead = viewing.StartPlayheadMs / 1000.0, Fingerprint = 0 };
        return Write(viewing.Player, "sessionStart", meaning, static (writer, viewing) => StartParts.Write(writer, viewing), viewing);
    }

    /// <summary>An event that needs no params, of any type, known or not.</summary>
    public static byte[] Of(string type, long ts, double playhead, QoeValues? qoe = null) => Write(
        PlayerKind.Web, type, new PlayerEvent { Type = PlayerEventType.Ping, Ts = ts, Playhead = playhead, Fingerprint = 0 }, static (writer, qoe) => EventParts.WriteQoe(writer, qoe), qoe);

    public static string WireName(PlayerEventType type) => JsonNamingPolicy.CamelCase.ConvertName(type.ToString());

    private static byte[] Write<T>(PlayerKind player, string name, PlayerEvent meaning, Action<Utf8JsonWriter, T> writeRest, T rest)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body, Options);
        writer.WriteStartObject();
        if (!player.TimeFirst)
            writer.WriteString("eventType"u8, name);

        writer.WriteStartObject("playerTime"u8);
        writer.WriteNumber("playhead"u8, meaning.Playhead);
        writer.WriteNumber("ts"u8, meaning.Ts);
        writer.WriteEndObject();
        if (player.TimeFirst)
            writer.WriteString("eventType"u8, name);

        writeRest(writer, rest);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenSpan.ToArray();
    }
}
