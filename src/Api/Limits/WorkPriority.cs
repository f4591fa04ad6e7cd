namespace SessionGrains.Api.Limits;

/// <summary>The order in which requests are refused under load, lowest first (docs/protocol.md#when-there-is-too-much-to-do).</summary>
internal enum WorkPriority : byte
{
    /// <summary>The session loses nothing: the next ping carries the same information.</summary>
    Ping = 0,

    /// <summary>Any other event; players retry it.</summary>
    Event = 1,

    /// <summary>A new or downloaded session: a player whose start fails stays silent for the whole viewing.</summary>
    Start = 2,
}
