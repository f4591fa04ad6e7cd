using SessionGrains.Api.Json;

namespace SessionGrains.Api.Reading;

/// <summary>A body that was read: its events, and what it says of the client. Without violations of its own; each event has those that are its.</summary>
internal sealed class Envelope
{
    public List<EnvelopeEvent> Events { get; } = [];

    /// <summary>The viewer's Experience Cloud id, if it stands beside the events; null for none.</summary>
    public string? Ecid { get; set; }

    /// <summary>Other ids of the visitor, at most <see cref="Shapes.ReadingLimits.OtherVisitorIds"/>.</summary>
    public List<string> VisitorIds { get; } = [];

    /// <summary>What earlier answers gave to the client to keep, by key; null for nothing. A key may come again.</summary>
    public List<KeyValuePair<string, string>>? State { get; set; }

    /// <summary>What the client calls itself; null if it does not say.</summary>
    public string? ClientName { get; set; }

    /// <summary>Whether the client asks for its Experience Cloud id.</summary>
    public bool FetchesEcid { get; set; }

    /// <summary>Whether the viewer does not agree to be tracked, only of a request that says so; null if it is not understood.</summary>
    public bool? IsConsentOut { get; set; }

    public bool IsStreaming { get; set; }

    public string RecordSeparator { get; set; } = "";

    public string LineFeed { get; set; } = "";
}

/// <summary>An item of an envelope.</summary>
/// <param name="Index">Its place, from 0.</param>
internal sealed record EnvelopeEvent(int Index)
{
    /// <summary>A <see cref="PlayerEvent"/>, a <see cref="StartRequest"/> or a <see cref="DownloadedBatch"/>; null if it has violations or is no event of media.</summary>
    public object? Request { get; init; }

    /// <summary>Null if it is unknown.</summary>
    public PlayerEventType? Type { get; init; }

    /// <summary>The session that it is for, as sent; null for none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The item as sent, of a sessionStart and a downloaded session; otherwise empty.</summary>
    public byte[] Json { get; init; } = [];

    /// <summary>Whether it is a downloaded session.</summary>
    public bool IsDownloaded { get; init; }

    /// <summary>How many digits its time has after the second.</summary>
    public int FractionDigits { get; init; }

    /// <summary>The viewer's Experience Cloud id as this event has it; null for none.</summary>
    public string? Ecid { get; init; }

    /// <summary>Other ids of the viewer in this event.</summary>
    public IReadOnlyList<string> VisitorIds { get; init; } = [];

    /// <summary>The custom metadata of a sessionStart or of a downloaded session.</summary>
    public MetadataEntry[] Metadata { get; init; } = [];

    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>Whether it is something else than an event of media, which is accepted and not kept.</summary>
    public bool IsOther { get; init; }
}
