using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>By what sessions are counted. The numbers are stored.</summary>
public enum LiveKind : byte
{
    /// <summary>All sessions.</summary>
    Everything = 0,

    /// <summary><c>media.id</c>.</summary>
    Title = 1,

    /// <summary><c>media.playerName</c>.</summary>
    Player = 2,

    /// <summary><c>media.contentType</c>, in lower case.</summary>
    ContentType = 3,

    /// <summary><c>media.channel</c>.</summary>
    Channel = 4,

    /// <summary>The titles that a partition has no room for, together.</summary>
    OtherTitles = 5,
}

/// <summary>One thing that sessions are counted by.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one, cut to <see cref="MaxIdLength"/> characters.</param>
[GenerateSerializer, Immutable, Alias("sg.live-key")]
public readonly record struct LiveKey([property: Id(0)] LiveKind Kind, [property: Id(1)] string Id)
{
    /// <summary>In characters; what is longer is cut, so that a careless page costs no memory.</summary>
    public const int MaxIdLength = 200;

    public static readonly LiveKey Everything = new(LiveKind.Everything, "");

    public static readonly LiveKey OtherTitles = new(LiveKind.OtherTitles, "");

    /// <summary>What of a text is an id: its first <see cref="MaxIdLength"/> characters, and no half of one that takes two.</summary>
    public static string Cut(string text) => BoundedText.Cut(text, MaxIdLength);
}
