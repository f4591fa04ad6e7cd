using SessionGrains.Api.Json;
using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>What to say to an event type that does not exist: the players' own vocabulary often comes through (digest section 3.2).</summary>
internal static class EventTypeAdvice
{
    private const int LongestQuote = 60;

    public static string ForUnknown(string sent)
    {
        string unknown = $"unknown event type \"{JsonText.Quote(sent, LongestQuote)}\"";
        string bare = sent.Trim();
        foreach (CatalogueEntry entry in EventCatalogue.Entries)
        {
            if (string.Equals(entry.Name, bare, StringComparison.OrdinalIgnoreCase)) return $"{unknown}: did you mean \"{entry.Name}\"?";
        }

        string? hint = bare.ToUpperInvariant() switch
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
