namespace SessionGrains.Abuse.Tests;

/// <summary>Members that fill a body up to a size.</summary>
internal static class Filling
{
    /// <summary>What an object may have, less what surrounds the filling.</summary>
    public const int Object = (64 * 1024) - 1_500;

    /// <summary>As many members with short names as there is room for.</summary>
    public static string Members(int bytes, string prefix = "u", string value = "0")
    {
        var text = new StringBuilder(bytes);
        for (var number = 0; text.Length + prefix.Length + value.Length + 12 < bytes; number++)
            text.Append(number == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{prefix}{number:x}\":{value}");
        return text.ToString();
    }

    /// <summary>One member with a long text.</summary>
    public static string Text(string name, int bytes) => $"\"{name}\":\"{new string('x', bytes)}\"";

    /// <summary>One member with a long text that does not compress beyond the ratio that is allowed: one byte in so many is anybody's guess.</summary>
    public static string Noise(string name, int bytes, Random random, int oneIn = 100)
    {
        var text = new char[bytes];
        for (var at = 0; at < bytes; at++)
            text[at] = at % oneIn == 0 ? (char)('a' + random.Next(26)) : 'x';
        return $"\"{name}\":\"{new string(text)}\"";
    }

    /// <summary>One member with a text in which every unit is escaped.</summary>
    public static string Escapes(string name, int bytes) => $"\"{name}\":\"{string.Concat(Enumerable.Repeat("\\u00e9", bytes / 6))}\"";

    /// <summary>One member with a value that is nested so deep.</summary>
    public static string Nested(string name, int levels) => $"\"{name}\":{new string('[', levels)}{new string(']', levels)}";

    /// <summary>As many player states as there is room for.</summary>
    public static string States(string list, int bytes, string prefix = "s")
    {
        var text = new StringBuilder($"\"{list}\":[", bytes);
        for (var number = 0; text.Length + prefix.Length + 40 < bytes; number++)
            text.Append(number == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"media.state.name\":\"{prefix}{number:x}\"}}");
        return text.Append(']').ToString();
    }
}
