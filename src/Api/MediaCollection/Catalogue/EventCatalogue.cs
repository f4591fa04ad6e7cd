using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;
using static SessionGrains.Messages.PlayerEventType;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The event types of the protocol and their members. Both the reader and the schemas of <c>GET /api/v1/schemas/{eventType}</c> are based on it.</summary>
internal static class EventCatalogue
{
    private static readonly CatalogueEntry[] All =
    [
        new("sessionStart", SessionStart, ParamsShapes.SessionStart, UsesMetadata: true),
        new("play", Play, ParamsShapes.None),
        new("ping", Ping, ParamsShapes.None),
        new("pauseStart", PauseStart, ParamsShapes.None),
        new("bufferStart", BufferStart, ParamsShapes.None),
        new("bitrateChange", BitrateChange, ParamsShapes.BitrateChange),
        new("error", Error, ParamsShapes.Error),
        new("adBreakStart", AdBreakStart, ParamsShapes.AdBreakStart),
        new("adBreakComplete", AdBreakComplete, ParamsShapes.None),
        new("adStart", AdStart, ParamsShapes.AdStart, UsesMetadata: true),
        new("adComplete", AdComplete, ParamsShapes.None),
        new("adSkip", AdSkip, ParamsShapes.None),
        new("chapterStart", ChapterStart, ParamsShapes.ChapterStart, UsesMetadata: true),
        new("chapterComplete", ChapterComplete, ParamsShapes.None),
        new("chapterSkip", ChapterSkip, ParamsShapes.None),
        new("stateStart", StateStart, ParamsShapes.State),
        new("stateEnd", StateEnd, ParamsShapes.State),
        new("statesUpdate", StatesUpdate, ParamsShapes.StatesUpdate),
        new("sessionComplete", SessionComplete, ParamsShapes.None),
        new("sessionEnd", SessionEnd, ParamsShapes.None),
    ];

    private static readonly NameTable Names = new(All.Select(e => e.Name));

    public static IReadOnlyList<CatalogueEntry> Entries => All;

    /// <summary>The event type that the reader's string names, or null; case-sensitive.</summary>
    public static CatalogueEntry? Find(ref Utf8JsonReader json) => Names.Find(ref json) is var position and >= 0 ? All[position] : null;
}
