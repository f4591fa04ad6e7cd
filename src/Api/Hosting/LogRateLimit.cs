namespace SessionGrains.Api.Hosting;

/// <summary>Limits log lines that callers can trigger to <see cref="LinesPerMinute"/>, and counts the omitted ones. Thread-safe.</summary>
internal sealed class LogRateLimit(TimeProvider time)
{
    public const int LinesPerMinute = 10;

    private readonly Lock _gate = new();
    private long _minuteStart = time.GetTimestamp();
    private int _lines;
    private long _leftOut;

    /// <summary>Whether a line may be written now; <paramref name="leftOut"/> is the number of lines omitted since the last one.</summary>
    public bool TryTake(out long leftOut)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_minuteStart) >= TimeSpan.FromMinutes(1))
                (_minuteStart, _lines) = (time.GetTimestamp(), 0);

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
