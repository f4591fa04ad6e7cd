using System.Globalization;
using System.Text.RegularExpressions;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting.Settings;

/// <summary>Refuses settings that would be silently ignored or misread: misspelt names, malformed times and numbers.</summary>
internal static partial class SettingsCheck
{
    /// <summary>Checks all configured values in our own sections.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or its value is malformed.</exception>
    public static void Refuse(IConfiguration configuration, SettingNames names)
    {
        foreach (var (name, value) in configuration.AsEnumerable())
        {
            if (value is null || !name.Contains(':', StringComparison.Ordinal) || !names.Roots.Contains(SettingNames.Root(name)) || (value.Length == 0 && names.IsSection(name)))
                continue;

            if (names.TypeOf(name) is not { } type)
                throw new StartRefusedException($"the setting {name} is unknown{Suggest(name, names.All)}");
            if (value.Length > 0 && Problem(type, value) is { } problem)
                throw new StartRefusedException($"{name} is '{value}': {problem}");
        }
    }

    /// <summary>The end of the message about an unknown name: the nearest known name, or a hint.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(one => (one, Distance(name.ToUpperInvariant(), one.ToUpperInvariant()))).MinBy(static one => one.Item2);
        return distance <= Math.Max(2, name.Length / 4) ? $": did you mean {nearest.Replace('#', '0').Replace("*", "{name}", StringComparison.Ordinal)}?" : ": see --help.";
    }

    private static string? Problem(Type type, string value)
    {
        if (type == typeof(TimeSpan))
            return Time().IsMatch(value) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : "write days.hours:minutes:seconds, such as 1.00:00:00 for a day or 00:10:00 for ten minutes.";

        return (type == typeof(int) && !int.TryParse(value, CultureInfo.InvariantCulture, out _)) || (type == typeof(long) && !long.TryParse(value, CultureInfo.InvariantCulture, out _))
            ? $"write a whole number{(type == typeof(int) ? $" of at most {int.MaxValue}" : "")}." : null;
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        var costs = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var (diagonal, _) = (costs[0], costs[0] = i);
            for (var j = 1; j <= right.Length; j++)
                (diagonal, costs[j]) = (costs[j], Math.Min(Math.Min(costs[j], costs[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return costs[^1];
    }

    /// <summary>.NET reads 24:00:00 as 24 days and 5 as five days: here hours are 0 to 23, and the only plain number is 0.</summary>
    [GeneratedRegex(@"^(0|-?(\d{1,8}\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?)$")]
    private static partial Regex Time();
}
