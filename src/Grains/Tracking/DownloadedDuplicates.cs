namespace SessionGrains.Tracking;

/// <summary>Finds repeated events in a downloaded session.</summary>
internal static class DownloadedDuplicates
{
    /// <summary>
    /// The events without repeats, in the order of the array, and the first event that is repeated. Sorts instead of hashing: whoever writes the array chooses
    /// the fingerprints and could make a hash table slow.
    /// </summary>
    public static (List<PlayerEvent> Distinct, PlayerEvent? FirstRepeated) Remove(IReadOnlyList<PlayerEvent> events)
    {
        var byFingerprint = new (ulong Fingerprint, int Index)[events.Count];
        for (var i = 0; i < byFingerprint.Length; i++)
        {
            byFingerprint[i] = (events[i].Fingerprint, i);
        }

        Array.Sort(byFingerprint);
        var isRepeat = new bool[events.Count];
        var firstRepeated = events.Count;
        for (var i = 1; i < byFingerprint.Length; i++)
        {
            if (byFingerprint[i].Fingerprint == byFingerprint[i - 1].Fingerprint)
            {
                isRepeat[byFingerprint[i].Index] = true;
                firstRepeated = Math.Min(firstRepeated, isRepeat[byFingerprint[i - 1].Index] ? firstRepeated : byFingerprint[i - 1].Index);
            }
        }

        var distinct = new List<PlayerEvent>(events.Count);
        for (var i = 0; i < isRepeat.Length; i++)
        {
            if (!isRepeat[i])
            {
                distinct.Add(events[i]);
            }
        }

        return (distinct, firstRepeated < events.Count ? events[firstRepeated] : null);
    }
}
