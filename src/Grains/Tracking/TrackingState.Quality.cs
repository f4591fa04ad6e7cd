using System.Runtime.InteropServices;
using System.Text;

namespace SessionGrains.Tracking;

/// <summary>Quality of experience: the latest value of each key, the bitrate weighted by content time, and errors by id and source.</summary>
internal sealed partial class TrackingState
{
    public const int MaxErrors = 32;
    private const int MaxOtherKeys = 32;
    private const int MaxOtherBytes = 8 * 1024;
    private const double MinPlausibleBitrate = 10_000;

    public double Bitrate = double.NaN;
    public double DroppedFrames = double.NaN;
    public double FramesPerSecond = double.NaN;
    public double TimeToStart = double.NaN;
    private ErrorName? _latestError;
    public QoeValue[] OtherQuality = [];
    public double BitrateMs;
    public long BitrateKnownMs;
    public int BitrateChanges;
    public int ErrorEvents;
    public CompactList<ErrorEntry> Errors;

    // The last value below 0 of these two, if it is the latest: it is shown but does not count. NaN for none.
    public double IgnoredDroppedFrames = double.NaN;
    public double IgnoredTimeToStart = double.NaN;

    /// <summary>The latest bitrate if it is above 0, otherwise NaN.</summary>
    private double KnownBitrate => Bitrate > 0 ? Bitrate : double.NaN;

    /// <summary>Id of the latest error, or null.</summary>
    public string? ErrorId { get => _latestError?.Id; set => _latestError = ErrorName.Of(value, ErrorSource, _latestError); }
    public string? ErrorSource { get => _latestError?.Source; set => _latestError = ErrorName.Of(ErrorId, value, _latestError); }

    public QoeValues LatestQuality() => new()
    {
        Bitrate = Known(Bitrate),
        DroppedFrames = Known(IgnoredDroppedFrames) ?? Known(DroppedFrames),
        FramesPerSecond = Known(FramesPerSecond),
        TimeToStart = Known(IgnoredTimeToStart) ?? Known(TimeToStart),
        ErrorId = ErrorId,
        ErrorSource = ErrorSource,
        Others = OtherQuality.Length == 0 ? null : OtherQuality,
    };

    public void ApplyQuality(QoeValues? quality, long sentTs, bool onlyUnset = false)
    {
        if (quality is null)
        {
            return;
        }

        AddFindingIf(quality.Bitrate is > 0 and < MinPlausibleBitrate, FindingKind.BitrateUnit, sentTs);
        AddFindingIf(quality is { Bitrate: <= 0 } or { DroppedFrames: < 0 } or { FramesPerSecond: < 0 } or { TimeToStart: < 0 }, FindingKind.ValueIgnored, sentTs);
        Set(ref Bitrate, quality.Bitrate, onlyUnset);
        Set(ref FramesPerSecond, quality.FramesPerSecond, onlyUnset);
        SetCounted(ref DroppedFrames, ref IgnoredDroppedFrames, quality.DroppedFrames, onlyUnset);
        SetCounted(ref TimeToStart, ref IgnoredTimeToStart, quality.TimeToStart, onlyUnset);
        ErrorId = onlyUnset && ErrorId is not null ? ErrorId : BoundedText.Cut(quality.ErrorId) ?? ErrorId;
        ErrorSource = onlyUnset && ErrorSource is not null ? ErrorSource : BoundedText.Cut(quality.ErrorSource) ?? ErrorSource;
        if (quality.Others is { } others)
        {
            ApplyOtherKeys(others, sentTs, onlyUnset);
        }
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static void Set(ref double kept, double? sent, bool onlyUnset)
    {
        if (sent is { } value && !(onlyUnset && !double.IsNaN(kept)))
        {
            kept = value;
        }
    }

    /// <summary>A value below 0 is shown, but the counted value stays.</summary>
    private static void SetCounted(ref double counted, ref double ignored, double? sent, bool onlyUnset)
    {
        if (sent is { } value && !(onlyUnset && !(double.IsNaN(counted) && double.IsNaN(ignored))))
        {
            (counted, ignored) = value < 0 ? (counted, value) : (value, double.NaN);
        }
    }

    private void ApplyQuality(in ArrivedEvent arrived)
    {
        ApplyQuality(arrived.Qoe, arrived.SentTs);
        if (arrived.Type == PlayerEventType.BitrateChange)
        {
            BitrateChanges++;
        }
        else if (arrived.Type == PlayerEventType.Error)
        {
            CountError(arrived);
        }
    }

    private void CountError(in ArrivedEvent arrived)
    {
        ErrorEvents++;
        var description = arrived.Details?.Description ?? 0;
        var at = IndexOfError(description);
        if (at >= 0)
        {
            var error = Errors[at];
            Errors = Errors.With(at, error with { Count = error.Count + 1, LastTs = arrived.SentTs });
        }
        else if (description > 0 && Errors.Count < MaxErrors)
        {
            Errors = Errors.With(new ErrorEntry(description, 1, arrived.SentTs, arrived.SentTs));
        }
        else
        {
            RecordOverLimit(BoundedList.Errors, arrived.SentTs);
        }
    }

    /// <summary>The index of a distinct error in the list; −1 if it is not listed.</summary>
    private int IndexOfError(int description) => Array.FindIndex(Errors.ToArray(), error => error.Description == description);

    private void ApplyOtherKeys(QoeValue[] sent, long sentTs, bool onlyUnset)
    {
        List<QoeValue>? kept = null;
        var (bytes, isOver) = (OtherQuality.Sum(BytesOf), false);
        foreach (var other in sent)
        {
            var at = kept is null ? Array.FindIndex(OtherQuality, o => o.Key == other.Key) : kept.FindIndex(o => o.Key == other.Key);
            var before = at < 0 ? default : kept is null ? OtherQuality[at] : kept[at];
            if (at >= 0 && (onlyUnset || before == other))
            {
                continue;
            }

            var grown = bytes + BytesOf(other) - (at < 0 ? 0 : BytesOf(before));
            if ((at < 0 && (kept?.Count ?? OtherQuality.Length) >= MaxOtherKeys) || grown > MaxOtherBytes)
            {
                isOver = true;
                continue;
            }

            bytes = grown;
            kept ??= [.. OtherQuality];
            if (at < 0)
            {
                kept.Add(other);
            }
            else
            {
                kept[at] = other;
            }
        }

        if (kept is not null)
        {
            // Usually the values sent are all there are: then keep that array, which many sessions may share.
            OtherQuality = sent.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(kept)) ? sent : [.. kept];
        }

        RecordOverLimit(isOver ? BoundedList.QoeKeys : BoundedList.None, sentTs);
    }

    private static int BytesOf(QoeValue value) => Encoding.UTF8.GetByteCount(value.Key) + Encoding.UTF8.GetByteCount(value.RawValue);
}

/// <summary>The id and source of an error; null if not sent. Immutable: most sessions have none.</summary>
internal sealed record ErrorName(string? Id, string? Source)
{
    public static ErrorName? Of(string? id, string? source, ErrorName? before) =>
        id is null && source is null ? null : before is not null && before.Id == id && before.Source == source ? before : new(id, source);
}
