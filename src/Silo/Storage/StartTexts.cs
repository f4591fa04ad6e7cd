namespace SessionGrains.Silo.Storage;

/// <summary>Looks for texts in a start.</summary>
internal static class StartTexts
{
    public static bool HasAny(ReadOnlySpan<byte> start, IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        foreach (var text in texts)
        {
            if (start.IndexOf(text.Span) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
