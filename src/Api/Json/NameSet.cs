using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Json;

/// <summary>
/// The member names seen in one object, to detect duplicates. Up to eight plain names are compared in place; a ninth, or an escaped one, moves all of
/// them into a hash set of strings, so the work stays linear for any body.
/// </summary>
internal struct NameSet
{
    private Names _names;
    private int _count;
    private HashSet<string>? _many;

    /// <summary>Adds the name that the reader is at, whose escapes must be well formed; false when it is already there.</summary>
    public bool Add(ReadOnlySpan<byte> body, ref Utf8JsonReader json)
    {
        if (_many is null && (json.ValueIsEscaped || _count == Names.Capacity)) MoveToStrings(body);
        if (_many is not null) return _many.Add(json.GetString()!);
        for (var i = 0; i < _count; i++)
        {
            if (Text(body, i).SequenceEqual(json.ValueSpan)) return false;
        }

        _names[_count++] = ((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
        return true;
    }

    private void MoveToStrings(ReadOnlySpan<byte> body)
    {
        _many = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _count; i++) _many.Add(System.Text.Encoding.UTF8.GetString(Text(body, i)));
    }

    private readonly ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body, int i) => body.Slice(_names[i].Start, _names[i].Length);

    [InlineArray(Capacity)]
    private struct Names
    {
        public const int Capacity = 8;

        private (int Start, int Length) _first;
    }
}
