namespace SessionGrains.Players;

/// <summary>The quality of the stream as a player would measure it.</summary>
internal sealed class StreamQuality(Random random)
{
    /// <summary>Bits per second.</summary>
    private static readonly int[] Ladder = [800_000, 1_200_000, 2_400_000, 4_500_000, 6_000_000];

    private readonly int _timeToStart = random.Next(180, 2_500);
    private int _step = random.Next(Ladder.Length);
    private int _droppedFrames;

    /// <summary>Milliseconds.</summary>
    public int TimeToStart => _timeToStart;

    /// <summary>All values.</summary>
    public QoeValues ToSend() => Values(null);

    /// <summary>Up or down one step; some frames were dropped meanwhile.</summary>
    public QoeValues Change(bool down)
    {
        _step = down ? Math.Max(0, _step - 1) : Math.Min(Ladder.Length - 1, _step + 1);
        _droppedFrames += random.Next(12);
        return Values(null);
    }

    public QoeValues WithError(string id) => Values(id);

    private QoeValues Values(string? error) => new()
    {
        Bitrate = Ladder[_step],
        FramesPerSecond = 25,
        DroppedFrames = _droppedFrames,
        TimeToStart = _timeToStart,
        ErrorId = error,
        ErrorSource = error is null ? null : "player",
    };
}
