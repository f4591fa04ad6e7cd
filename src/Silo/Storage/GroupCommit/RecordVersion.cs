using System.Globalization;

namespace SessionGrains.Silo.Storage.GroupCommit;

/// <summary>Record versions as Orleans' ETags: 1 for the first write, then incremented; no ETag is version 0, no record.</summary>
internal static class RecordVersion
{
    public static string ToETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The ETag is not one of this store.</exception>
    public static long FromETag(string? etag)
    {
        if (etag is null)
            return 0;

        return long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new ArgumentException($"'{etag}' is not a version of the session store.", nameof(etag));
    }
}
