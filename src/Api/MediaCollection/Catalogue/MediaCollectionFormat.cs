using SessionGrains.Api.Json;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>Events as the Media Collection API writes them.</summary>
internal sealed class MediaCollectionFormat : EventFormat
{
    public static MediaCollectionFormat Instance { get; } = new();

    public override ObjectShape Event => CommonShapes.Event;

    public override ObjectShape QoeData => CommonShapes.QoeData;

    public override string WhereDownloadedGo => "a downloaded session goes as one array to POST /api/v1/downloaded";

    public override CatalogueEntry? Find(ref Utf8JsonReader json) => EventCatalogue.Find(ref json);

    public override string AdviceForUnknown(string sent) => EventTypeAdvice.ForUnknown(sent);

    public override string? Misplaced(EventOrigin origin, PlayerEventType type) => (origin, type is PlayerEventType.SessionStart) switch
    {
        (EventOrigin.Sessions, false) => $"{EventNames.Of(type)} belongs to POST /api/v1/sessions/{{sid}}/events; a session begins with sessionStart",
        (EventOrigin.Events, true) => "sessionStart belongs to POST /api/v1/sessions, which answers with the address of the new session",
        (EventOrigin.BatchStart, false) => "the first event of a downloaded session must be sessionStart",
        (EventOrigin.BatchRest, true) => "only the first event of a downloaded session is a sessionStart",
        _ => null,
    };
}
