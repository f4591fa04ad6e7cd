using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Parses the response of <c>INFO</c>.</summary>
internal static class RedisServerInfo
{
    public static Dictionary<string, string> Of(RedisResult? answer)
    {
        var lines = new Dictionary<string, string>();
        foreach (var line in ((string?)answer ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Split(':', 2) is [var name, var value])
                lines[name] = value;
        }

        return lines;
    }

    /// <summary>A number of bytes; 0 when missing.</summary>
    public static long Bytes(this Dictionary<string, string> info, string name) =>
        long.TryParse(info.GetValueOrDefault(name), System.Globalization.CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
}
