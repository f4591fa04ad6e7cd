namespace SessionGrains.Api.Json;

/// <summary>
/// Looks up names by their exact UTF-8 bytes. Names are grouped by length: two or three of the forty-odd params of a sessionStart share one, so a lookup is a
/// few vectorized comparisons, without hashing or allocating.
/// </summary>
internal sealed class NameTable
{
    // The longest name of the catalogue has 38 bytes, each of which may be a six-byte escape.
    private const int LongestEscaped = 256;

    private readonly (byte[] Name, int Position)[][] _byLength;

    public NameTable(IEnumerable<string> names)
    {
        var entries = names.Select((name, position) => (Name: Encoding.UTF8.GetBytes(name), Position: position)).ToList();
        var longest = entries.Count == 0 ? -1 : entries.Max(e => e.Name.Length);
        _byLength = [.. Enumerable.Range(0, longest + 1).Select(length => entries.Where(e => e.Name.Length == length).ToArray())];
    }

    /// <summary>The index of <paramref name="name"/>, or −1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _byLength.Length) return -1;
        foreach ((var candidate, var position) in _byLength[name.Length])
        {
            if (name.SequenceEqual(candidate)) return position;
        }

        return -1;
    }

    /// <summary>The index of the name or string that the reader is at, whose escapes must be well formed, or −1.</summary>
    public int Find(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped) return Find(json.ValueSpan);
        if (json.ValueSpan.Length > LongestEscaped) return -1;
        Span<byte> unescaped = stackalloc byte[LongestEscaped];
        return Find(unescaped[..json.CopyString(unescaped)]);
    }
}
