using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Events that come twice in a downloaded session.</summary>
internal static class DownloadedDuplicates
{
    /// <summary>
    /// The events without the repeats, in the order of the array, and the first one that comes again. By sorting: whoever writes the array chooses
    /// the fingerprints too, and could make a hash table of them slow.
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
