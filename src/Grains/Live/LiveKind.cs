using SessionGrains.Tracking;

namespace SessionGrains.Live;

/// <summary>What sessions are counted by. The numbers are stored.</summary>
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

/// <summary>A value that sessions are counted by.</summary>
/// <param name="Kind">Kind of the value.</param>
/// <param name="Id">The value, cut to <see cref="MaxIdLength"/> UTF-16 units.</param>
[GenerateSerializer, Immutable, Alias("sg.live-key")]
public readonly record struct LiveKey([property: Id(0)] LiveKind Kind, [property: Id(1)] string Id)
{
    /// <summary>In UTF-16 units. Longer ids are cut to bound the memory they take.</summary>
    public const int MaxIdLength = 200;

    public static readonly LiveKey Everything = new(LiveKind.Everything, "");

    public static readonly LiveKey OtherTitles = new(LiveKind.OtherTitles, "");

    /// <summary>Cuts a text to <see cref="MaxIdLength"/> UTF-16 units without splitting a surrogate pair.</summary>
    public static string Cut(string text) => BoundedText.Cut(text, MaxIdLength);
}
