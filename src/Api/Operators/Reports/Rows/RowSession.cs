using SessionGrains.Api.Json;
using SessionGrains.Api.Operators.Sessions;

namespace SessionGrains.Api.Operators.Reports.Rows;

/// <summary>What every row of a session says of it, for grouping without a join. Texts as sent, cut at 256 UTF-16 units; null if they were not sent.</summary>
internal sealed record RowSession
{
    private const int MostUnits = 256;

    private RowSession(string sessionId) => SessionId = sessionId;

    public string SessionId { get; }

    public string? MediaId { get; private set; }

    public string? MediaName { get; private set; }

    public string? Channel { get; private set; }

    public string? PlayerName { get; private set; }

    public string? ContentType { get; private set; }

    public string? StreamType { get; private set; }

    /// <exception cref="JsonException">The stored sessionStart is damaged.</exception>
    public static RowSession Of(SessionView view)
    {
        var session = new RowSession(view.SessionId);
        var reader = new Utf8JsonReader(RawObject.MemberOf(view.StartBody, "params"u8).Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            session.Take(ref reader);
        }

        return session;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("media.id"u8))
        {
            MediaId = Text(ref reader);
        }
        else if (reader.ValueTextEquals("media.name"u8))
        {
            MediaName = Text(ref reader);
        }
        else if (reader.ValueTextEquals("media.channel"u8))
        {
            Channel = Text(ref reader);
        }
        else if (reader.ValueTextEquals("media.playerName"u8))
        {
            PlayerName = Text(ref reader);
        }
        else if (reader.ValueTextEquals("media.contentType"u8))
        {
            ContentType = Text(ref reader);
        }
        else if (reader.ValueTextEquals("media.streamType"u8))
        {
            StreamType = Text(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return JsonText.Cut(reader.GetString()!.Replace("\0", "", StringComparison.Ordinal), MostUnits, out _);
    }
}
