namespace SessionGrains.Api.Limits;

/// <summary>Who is refused first when there is too much to do, lowest first (decisions.md section 7).</summary>
internal enum WorkPriority : byte
{
    /// <summary>Its session loses nothing by it: the next one says the same.</summary>
    Ping = 0,

    /// <summary>Any other event: players repeat it.</summary>
    Event = 1,

    /// <summary>A session that begins, or a whole one: a player whose starts fail stays silent for the whole viewing.</summary>
    Start = 2,
}
