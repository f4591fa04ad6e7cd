namespace SessionGrains.Quarantine;

/// <summary>The kinds of stored records.</summary>
public enum RecordKind : byte
{
    /// <summary>The sessionStart of a session.</summary>
    Start = 0,

    /// <summary>The progress record of a session.</summary>
    Progress = 1,

    /// <summary>The report of a closed session.</summary>
    Report = 2,

    /// <summary>A minute of the live counts.</summary>
    LiveMinute = 3,

    /// <summary>An entry of the deadline index.</summary>
    Deadline = 4,

    /// <summary>What events of a session said at length.</summary>
    Descriptions = 5,
}

/// <summary>The names of the kinds in metrics, logs and <c>/api/v1/quarantine</c>.</summary>
public static class RecordKinds
{
    public static IReadOnlyList<string> Names { get; } = ["start", "progress", "report", "live-minute", "deadline", "descriptions"];

    public static string Name(this RecordKind kind) => Names[(int)kind];
}
