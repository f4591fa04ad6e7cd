namespace SessionGrains.Api.Hosting;

/// <summary>Keeps a log from being filled by whoever wants to: a few lines a minute, and how many were left out. Thread-safe.</summary>
internal sealed class LogRateLimit(TimeProvider time)
{
    public const int LinesPerMinute = 10;

    private readonly Lock _gate = new();
    private long _minuteBegan = time.GetTimestamp();
    private int _lines;
    private long _leftOut;

    /// <summary>Whether a line may be written now, and how many were not since the last one.</summary>
    public bool TryTake(out long leftOut)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_minuteBegan) >= TimeSpan.FromMinutes(1))
                (_minuteBegan, _lines) = (time.GetTimestamp(), 0);

            leftOut = _leftOut;
            if (_lines == LinesPerMinute)
            {
                _leftOut++;
                return false;
            }

            (_lines, _leftOut) = (_lines + 1, 0);
            return true;
        }
    }
}
