using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>How an API writes an event as JSON: what the reader must know of it.</summary>
internal abstract class EventFormat
{
    /// <summary>The object that has the type of an event.</summary>
    public abstract ObjectShape Event { get; }

    /// <summary>The object of quality-of-experience values, whose unknown members are kept.</summary>
    public abstract ObjectShape QoeData { get; }

    /// <summary>The type that the reader's string names, or null.</summary>
    public abstract CatalogueEntry? Find(ref Utf8JsonReader json);

    /// <summary>Where downloaded sessions go, in words that follow a colon.</summary>
    public abstract string WhereDownloadedGo { get; }

    /// <summary>What to tell the player's engineer of a type that does not exist.</summary>
    public abstract string AdviceForUnknown(string sent);

    /// <summary>Why an event of this type does not belong into a request, or null.</summary>
    public abstract string? Misplaced(EventOrigin origin, PlayerEventType type);
}
