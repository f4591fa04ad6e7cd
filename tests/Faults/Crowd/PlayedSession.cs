namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>A session that was acknowledged with 201, and what its player sent to it.</summary>
internal sealed class PlayedSession(string id, Script script, bool repeats)
{
    /// <summary>64 hexadecimal characters.</summary>
    public string Id => id;

    public Script Script => script;

    /// <summary>Whether its player repeats what is not answered.</summary>
    public bool DownloadedDuplicates => repeats;

    /// <summary>In the order of sending, which is the order of their ts.</summary>
    public List<ScriptedEvent> Events { get; } = [];

    public IEnumerable<ScriptedEvent> Acknowledged => Events.Where(static one => one.Outcome == Outcome.Acknowledged);

    /// <summary>Answered 404 once.</summary>
    public bool WasUnknown { get; set; }

    /// <summary>Answered 410 before its player had ended it.</summary>
    public bool WasClosedUnderway { get; set; }
}
