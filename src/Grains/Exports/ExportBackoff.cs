namespace SessionGrains.Exports;

/// <summary>How long to wait after failures: from 1 second, doubled with each failure in a row, at most a minute, and up to a half less by chance, so that exporters do not try together.</summary>
internal sealed class ExportBackoff
{
    private const int MostDoublings = 6;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private int _failures;

    public TimeSpan NextPause()
    {
        var pause = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(_failures++, MostDoublings)));
        return TimeSpan.FromSeconds(pause * (1 - (Random.Shared.NextDouble() / 2)));
    }

    public void Reset() => _failures = 0;
}
