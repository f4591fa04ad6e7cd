namespace SessionGrains.Players;

/// <summary>The clock of all players: real time, or faster.</summary>
internal sealed class CrowdClock(TimeProvider time, int speed)
{
    private readonly long _beganMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _began = time.GetTimestamp();

    /// <summary>Milliseconds since 1970: the <c>ts</c> of an event now.</summary>
    public long NowMs => _beganMs + (long)(Elapsed.TotalMilliseconds * speed);

    /// <summary>Real time since the crowd began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public TimeProvider Time => time;

    /// <summary>Converts a real time span to milliseconds of this clock.</summary>
    public long Ms(TimeSpan real) => (long)(real.TotalMilliseconds * speed);

    /// <summary>Converts milliseconds of this clock to a real time span.</summary>
    public TimeSpan Real(long ms) => TimeSpan.FromMilliseconds((double)ms / speed);
}
