namespace SessionGrains.Players;

/// <summary>Writes the events of one session, one after another, from a seed.</summary>
internal abstract class Script(Viewing viewing)
{
    private static readonly MetadataEntry[] AdMetadata = [new("affiliate", "Sample affiliate")];
    private static readonly MetadataEntry[] ChapterMetadata = [new("segmentType", "Sample affiliate")];

    private IEnumerator<ScriptedEvent>? _events;

    public Viewing Viewing { get; protected init; } = viewing;

    /// <summary>How the viewer left, once the last event is written.</summary>
    public Departure Departure { get; protected set; }

    /// <summary>Milliseconds of main content, where the viewer is after what was written so far.</summary>
    public long PlayheadMs { get; protected set; }

    /// <summary>The events after the sessionStart, in order. To be enumerated once.</summary>
    public abstract IEnumerable<ScriptedEvent> Write();

    /// <summary>The next event for callers that do not enumerate; null after the last.</summary>
    public ScriptedEvent? Next()
    {
        _events ??= Write().GetEnumerator();
        return _events.MoveNext() ? _events.Current : null;
    }

    /// <summary>The <c>sessionEnd</c> of a viewer who leaves early.</summary>
    /// <param name="last">The last event that was sent; null: none.</param>
    /// <param name="now">The player's clock, ms.</param>
    public abstract ScriptedEvent End(ScriptedEvent? last, long now);

    /// <summary>An event with the parameters that its type needs.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="ts">The player's clock, ms.</param>
    /// <param name="playhead">Seconds.</param>
    /// <param name="qoe">Its quality values.</param>
    /// <param name="index">Of the break or chapter that it opens, 1 first.</param>
    /// <param name="adId">Of the ad that it starts.</param>
    protected PlayerEvent EventOf(PlayerEventType type, long ts, double playhead, QoeValues qoe, int index = 1, string adId = "ad") => new()
    {
        Type = type,
        Ts = ts,
        Playhead = playhead,
        Fingerprint = 0,
        Qoe = qoe,
        AdBreak = type == PlayerEventType.AdBreakStart ? new AdBreakOpening(index, playhead, "break") : null,
        Ad = type == PlayerEventType.AdStart ? AdOf(adId, "an ad", position: 1, lengthSeconds: 15) : null,
        Chapter = type == PlayerEventType.ChapterStart ? ChapterOf(index, "a chapter") : null,
        StatesStart = type == PlayerEventType.StateStart ? ["fullscreen"] : null,
        StatesEnd = type == PlayerEventType.StateEnd ? ["fullscreen"] : null,
    };

    /// <summary>An ad with all that players say of one.</summary>
    protected AdOpening AdOf(string id, string name, int position, double lengthSeconds) => new(id, name)
    {
        Length = lengthSeconds,
        Position = position,
        PlayerName = Viewing.Player.Name,
        Advertiser = "Sample Advertiser",
        CampaignId = "camp-1",
        CustomMetadata = AdMetadata,
    };

    /// <summary>A chapter of the title, 1 for the first, with all that players say of one.</summary>
    protected ChapterOpening ChapterOf(long index, string name) => new(index, name)
    {
        Offset = (index - 1) * Viewing.Title.ChapterSeconds,
        Length = Viewing.Title.ChapterSeconds,
        CustomMetadata = ChapterMetadata,
    };
}
