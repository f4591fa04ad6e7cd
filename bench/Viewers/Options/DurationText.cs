using System.Buffers;

namespace SessionGrains.Viewers;

/// <summary>Durations as people type them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>500ms</c>, <c>1.5h</c>, or a number of seconds.</summary>
internal static class DurationText
{
    private static readonly (string Name, double Seconds)[] Units = [("ms", 0.001), ("h", 3600), ("m", 60), ("s", 1)];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>False for text that is no duration, is negative or longer than a week.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;

        var seconds = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? rest : rest[..digits];
            if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
                return false;

            rest = rest[number.Length..];
            if (TakeUnit(ref rest, isWhole: number.Length == text.Trim().Length) is not { } unit)
                return false;

            seconds += count * unit;
        }

        if (!(seconds <= Longest.TotalSeconds))
            return false;

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The shortest text: <c>5m</c>, <c>90s</c>.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        { TotalHours: >= 1 } when duration.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours}h"),
        { TotalMinutes: >= 1 } when duration.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s"),
    };

    private static double? TakeUnit(ref ReadOnlySpan<char> rest, bool isWhole)
    {
        if (rest.IsEmpty)
            return isWhole ? 1 : null;

        foreach (var (name, seconds) in Units)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[name.Length..];
                return seconds;
            }
        }

        return null;
    }
}
