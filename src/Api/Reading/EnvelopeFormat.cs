using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>How an API writes events that come in envelopes, several in a body and among others that are no events of media.</summary>
internal abstract class EnvelopeFormat : EventFormat
{
    /// <summary>The whole body.</summary>
    public abstract ObjectShape Envelope { get; }

    /// <summary>An item of its events.</summary>
    public abstract ObjectShape Item { get; }

    /// <summary>An event of a downloaded session within an item.</summary>
    public abstract ObjectShape DownloadedEvent { get; }

    /// <summary>How the types of events of media begin.</summary>
    public abstract string MediaPrefix { get; }

    /// <summary>The type of an item that has a downloaded session.</summary>
    public abstract string DownloadedType { get; }

    /// <summary>The member of an item that is the event.</summary>
    public abstract string EventMember { get; }

    /// <summary>The member of an event that says what happened in the player.</summary>
    public abstract string MediaMember { get; }

    public abstract string TypeMember { get; }

    public abstract string TimestampMember { get; }

    public abstract string SessionIdMember { get; }

    public abstract string DownloadedEventsMember { get; }

    /// <summary>How the keys begin of what clients keep for the server.</summary>
    public abstract string StatePrefix { get; }

    /// <summary>The violation of a statesUpdate without states.</summary>
    public abstract string NoStates { get; }
}
