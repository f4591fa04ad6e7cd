namespace SessionGrains.Tracking;

/// <summary>A hash of texts that is the same in every process: FNV-1a over the characters.</summary>
internal static class TextHash
{
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Basis;
        foreach (var character in text)
        {
            hash = (hash ^ character) * Prime;
        }

        return hash;
    }
}
