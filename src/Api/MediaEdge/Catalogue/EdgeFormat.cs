using System.Collections.Frozen;
using SessionGrains.Api.Json;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaEdge.Catalogue;

/// <summary>Events as the Media Edge API writes them: XDM in an envelope.</summary>
internal sealed class EdgeFormat : EnvelopeFormat
{
    public const string Prefix = "media.";
    public const string Downloaded = Prefix + "downloaded";

    /// <summary>The types that have no place in XDM: players report states with statesUpdate.</summary>
    private static readonly PlayerEventType[] Missing = [PlayerEventType.StateStart, PlayerEventType.StateEnd];

    private static readonly CatalogueEntry[] All =
    [
        .. Enum.GetValues<PlayerEventType>().Except(Missing).Select(static type => new CatalogueEntry(
            Prefix + EventNames.Of(type), type, EdgeShapes.MediaCollection(type),
            UsesMetadata: type is PlayerEventType.SessionStart or PlayerEventType.AdStart or PlayerEventType.ChapterStart)),
    ];

    private static readonly NameTable Names = new(All.Select(static entry => entry.Name));

    public static EdgeFormat Instance { get; } = new();

    /// <summary>The events as the last segments of their paths.</summary>
    public static FrozenSet<string> PathNames { get; } =
        All.Select(static entry => entry.Name[Prefix.Length..]).Append(Downloaded[Prefix.Length..]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override ObjectShape Envelope => EdgeShapes.Envelope;

    public override ObjectShape Item => EdgeShapes.Item;

    public override ObjectShape Event => EdgeShapes.Xdm;

    public override ObjectShape DownloadedEvent => EdgeShapes.DownloadedEvent;

    public override string MediaPrefix => Prefix;

    public override string DownloadedType => Downloaded;

    public override string EventMember => "xdm";

    public override string MediaMember => "mediaCollection";

    public override string TypeMember => "eventType";

    public override string WhereDownloadedGo => $"a downloaded session goes as one event {Downloaded}";

    public override string TimestampMember => "timestamp";

    public override string SessionIdMember => "sessionID";

    public override string DownloadedEventsMember => "mediaDownloadedEvents";

    public override string StatePrefix => "kndctr_";

    public override string NoStates => "Unexpected error. Hint: Empty statesUpdate event. It must have a state in statesStart or statesEnd.";

    public override ObjectShape QoeData => EdgeShapes.QoeDataDetails;

    public override CatalogueEntry? Find(ref Utf8JsonReader json) => Names.Find(ref json) is var position and >= 0 ? All[position] : null;

    public override string AdviceForUnknown(string sent) =>
        $"unknown event type \"{JsonText.Quote(sent, 60)}\": the types are {string.Join(", ", All.Select(static entry => entry.Name))} and media.downloaded";

    public override string? Misplaced(EventOrigin origin, PlayerEventType type) => (origin, type is PlayerEventType.SessionStart) switch
    {
        (EventOrigin.BatchStart, false) => "the first event of a downloaded session must be media.sessionStart",
        (EventOrigin.BatchRest, true) => "only the first event of a downloaded session is a media.sessionStart",
        _ => null,
    };
}
