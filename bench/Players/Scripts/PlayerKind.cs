namespace SessionGrains.Players;

/// <summary>A kind of player, as its SDK behaves on the wire (recorded in tests/vectors/traffic).</summary>
/// <param name="Name"><c>media.playerName</c>.</param>
/// <param name="LibraryVersion"><c>media.libraryVersion</c>.</param>
/// <param name="AtATime">Requests that it has on the way at a time: the browser SDKs send up to three and let them overtake each other, the mobile ones one.</param>
/// <param name="TimeFirst">Its bodies begin with <c>playerTime</c> instead of <c>eventType</c>.</param>
/// <param name="PlaysAfterBreak">It says <c>play</c> after every ad break, not only after the pre-roll.</param>
internal sealed record PlayerKind(string Name, string LibraryVersion, int AtATime, bool TimeFirst, bool PlaysAfterBreak)
{
    public static PlayerKind Web { get; } = new("HTML5 basic media player", "js-3.1.0", AtATime: 3, TimeFirst: false, PlaysAfterBreak: true);

    public static PlayerKind Chromecast { get; } = new("Chromecast", "cc-3.0.3", AtATime: 3, TimeFirst: false, PlaysAfterBreak: true);

    public static PlayerKind Android { get; } = new("ExoPlayer", "android-media-3.1.2", AtATime: 1, TimeFirst: true, PlaysAfterBreak: true);

    public static PlayerKind Ios { get; } = new("AVPlayer", "ios-media-5.0.1", AtATime: 1, TimeFirst: true, PlaysAfterBreak: false);

    /// <summary>Of ten viewers four watch in a browser, two on a television, two on each kind of phone.</summary>
    public static PlayerKind Of(int viewer) => (viewer % 10) switch
    {
        < 4 => Web,
        < 6 => Chromecast,
        < 8 => Android,
        _ => Ios,
    };
}
