using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The message for an unknown event type: players often send the names of their own SDK.</summary>
internal static class EventTypeAdvice
{
    private const int MaxQuoteLength = 60;

    public static string ForUnknown(string sent)
    {
        var unknown = $"unknown event type \"{JsonText.Quote(sent, MaxQuoteLength)}\"";
        var bare = sent.Trim();
        foreach (var entry in EventCatalogue.Entries)
        {
            if (string.Equals(entry.Name, bare, StringComparison.OrdinalIgnoreCase)) return $"{unknown}: did you mean \"{entry.Name}\"?";
        }

        var hint = bare.ToUpperInvariant() switch
        {
            "PAUSE" or "SEEK" or "SEEKSTART" => "send \"pauseStart\"",
            "RESUME" or "SEEKCOMPLETE" or "BUFFERCOMPLETE" or "BUFFEREND" or "PAUSECOMPLETE" or "PAUSEEND" => "send \"play\"",
            "BUFFER" or "BUFFERING" => "send \"bufferStart\"",
            "COMPLETE" => "send \"sessionComplete\"",
            "END" or "STOP" => "send \"sessionEnd\"",
            "START" => "send \"sessionStart\"",
            "HEARTBEAT" => "send \"ping\"",
            _ => null,
        };
        return hint is null ? $"{unknown}: the types are {string.Join(", ", EventCatalogue.Entries.Select(e => e.Name))}" : $"{unknown}: {hint}";
    }
}
