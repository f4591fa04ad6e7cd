namespace SessionGrains.Players;

/// <summary>
/// A viewer who plays, pings, opens a chapter, sees an ad, pauses and leaves. Each event is one second of the player's clock after the one before, at a bitrate of
/// <see cref="Bitrate"/>.
/// </summary>
/// <param name="viewing">The start. Its title is a film.</param>
/// <param name="isEndless">The events are repeated until the viewer is sent away.</param>
internal sealed class SteadyScript(Viewing viewing, bool isEndless) : Script(viewing)
{
    public const int Bitrate = 3_000_000;

    private static readonly PlayerEventType[] Types =
    [
        PlayerEventType.Play, PlayerEventType.Ping, PlayerEventType.ChapterStart, PlayerEventType.Ping, PlayerEventType.AdBreakStart, PlayerEventType.AdStart, PlayerEventType.Ping,
        PlayerEventType.AdComplete, PlayerEventType.AdBreakComplete, PlayerEventType.BitrateChange, PlayerEventType.PauseStart, PlayerEventType.Ping, PlayerEventType.Play,
        PlayerEventType.Ping, PlayerEventType.StateStart, PlayerEventType.Ping, PlayerEventType.StateEnd, PlayerEventType.ChapterComplete, PlayerEventType.Ping,
    ];

    private int _seconds;

    public override IEnumerable<ScriptedEvent> Write()
    {
        for (var at = 0; isEndless || at < Types.Length; at++)
            yield return Next(Types[at % Types.Length]);

        yield return Next(PlayerEventType.SessionEnd);
    }

    public override ScriptedEvent End(ScriptedEvent? last, long now) => Next(PlayerEventType.SessionEnd);

    private ScriptedEvent Next(PlayerEventType type)
    {
        _seconds++;
        var meaning = EventOf(type, Viewing.StartTs + (1_000L * _seconds), _seconds, new QoeValues { Bitrate = Bitrate });
        return new ScriptedEvent(meaning, Scene.Playing, PlayheadMoves: true);
    }
}
