using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Unknown values of players that a session keeps: one array where many sessions have the same, as they do whose player sends what never changes.</summary>
internal static class KeptValues
{
    /// <summary>Arrays that are remembered for sharing; the last one of each place. Of the largest ones, 32 values each, that is 3.3 MiB for the process.</summary>
    private const int Places = 1_024;

    /// <summary>Characters of values that are worth sharing: what is remembered stays small whatever players send.</summary>
    private const int MostShared = 512;

    /// <summary>Written without a lock: whoever reads it compares.</summary>
    private static readonly QoeValue[]?[] Recent = new QoeValue[]?[Places];

    /// <summary>The values, as an array that is kept already if there is one: nobody changes it.</summary>
    public static QoeValue[] Share(QoeValue[] values)
    {
        var hash = default(HashCode);
        var length = 0;
        foreach (var value in values)
        {
            hash.Add(value);
            length += value.Key.Length + value.RawValue.Length;
        }

        if (length is 0 or > MostShared)
        {
            return values;
        }

        ref var recent = ref Recent[(uint)hash.ToHashCode() % Places];
        return recent is { } kept && kept.AsSpan().SequenceEqual(values) ? kept : recent = values;
    }
}
