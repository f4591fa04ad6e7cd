using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>A <see cref="Description"/> in its stored form.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-description"), OmitDefaultMemberValues]
internal sealed record StoredDescription(
    [property: Id(0)] int Number, [property: Id(1)] AdOpening? Ad, [property: Id(2)] AdBreakOpening? AdBreak, [property: Id(3)] ChapterOpening? Chapter,
    [property: Id(4)] string? ErrorId, [property: Id(5)] string? ErrorSource)
{
    public static StoredDescription Of(Description description) =>
        new(description.Number, description.Ad, description.AdBreak, description.Chapter, description.Error?.Id, description.Error?.Source);

    public Description Restore() => new(Number)
    {
        Ad = Ad,
        AdBreak = AdBreak,
        Chapter = Chapter,
        Error = ErrorId is null ? null : new(ErrorId, ErrorSource),
    };
}

/// <summary>How much a session has described, and by what it recognizes its errors.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-described"), OmitDefaultMemberValues]
internal sealed record StoredDescribed([property: Id(0)] int Count, [property: Id(1)] int Bytes, [property: Id(2)] ulong[]? ErrorHashes, [property: Id(3)] int[]? ErrorDescriptions)
{
    public static StoredDescribed? Of(SessionProgress progress) => progress is { DescriptionCount: 0, DescribedBytes: 0, KnownErrors.Length: 0 } ? null : new(
        progress.DescriptionCount,
        progress.DescribedBytes,
        StoredList.Of<KnownError, ulong>(progress.KnownErrors, static known => known.Hash),
        StoredList.Of<KnownError, int>(progress.KnownErrors, static known => known.Description));

    public void CopyTo(SessionProgress progress)
    {
        (progress.DescriptionCount, progress.DescribedBytes) = (Count, Bytes);
        progress.KnownErrors = [.. (ErrorHashes ?? []).Zip(ErrorDescriptions ?? [], static (hash, description) => new KnownError(hash, description))];
    }
}
