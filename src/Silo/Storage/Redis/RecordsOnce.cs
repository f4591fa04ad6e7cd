using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// Cuts a batch where a record would come twice: its writer was let go and the next one did not wait. The second must be looked at after the first is
/// written.
/// </summary>
internal static class RecordsOnce
{
    [ThreadStatic]
    private static HashSet<PendingWrite>? seen;

    /// <summary>Where the part ends that begins at <paramref name="from"/>; the end itself is no longer in it.</summary>
    public static int End(IReadOnlyList<PendingWrite> batch, int from)
    {
        var records = seen ??= new(SameRecord.Instance);
        var end = from;
        while (end < batch.Count && records.Add(batch[end]))
            end++;
        records.Clear();
        return end;
    }

    private sealed class SameRecord : IEqualityComparer<PendingWrite>
    {
        public static readonly SameRecord Instance = new();

        public bool Equals(PendingWrite? x, PendingWrite? y) => x!.RecordName == y!.RecordName && x.SessionId.AsSpan().SequenceEqual(y.SessionId);

        public int GetHashCode(PendingWrite write)
        {
            var hash = default(HashCode);
            hash.AddBytes(write.SessionId);
            return hash.ToHashCode();
        }
    }
}
