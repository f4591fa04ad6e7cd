using System.Text;

namespace SessionGrains.Tracking;

/// <summary>Quality of experience: the latest value of each key, the bitrate weighted by content time, errors by id and source.</summary>
internal sealed partial class TrackingState
{
    private const int MostErrors = 32;
    private const int MostOtherKeys = 32;
    private const int MostOtherBytes = 8 * 1024;
    private const double LeastPlausibleBitrate = 10_000;

    [Id(80)] public double Bitrate = double.NaN;
    [Id(81)] public double DroppedFrames = double.NaN;
    [Id(82)] public double FramesPerSecond = double.NaN;
    [Id(83)] public double TimeToStart = double.NaN;
    [NonSerialized] private ErrorName? _latestError;
    [Id(86)] public QoeValue[] OtherQuality = [];
    [Id(87)] public double BitrateMs;
    [Id(88)] public long BitrateKnownMs;
    [Id(89)] public int BitrateChanges;
    [Id(90)] public int ErrorEvents;
    [Id(91)] public ErrorCount[] Errors = [];

    /// <summary>Of the latest error, as <see cref="ErrorSource"/>.</summary>
    [Id(84)] public string? ErrorId { get => _latestError?.Id; set => _latestError = ErrorName.Of(value, ErrorSource, _latestError); }
    [Id(85)] public string? ErrorSource { get => _latestError?.Source; set => _latestError = ErrorName.Of(ErrorId, value, _latestError); }

    public QoeValues LatestQuality() => new()
    {
        Bitrate = Known(Bitrate),
        DroppedFrames = Known(DroppedFrames),
        FramesPerSecond = Known(FramesPerSecond),
        TimeToStart = Known(TimeToStart),
        ErrorId = ErrorId,
        ErrorSource = ErrorSource,
        Others = OtherQuality.Length == 0 ? null : OtherQuality,
    };

    public void TakeQuality(QoeValues? quality, long sentTs, bool onlyUnset = false)
    {
        if (quality is null)
        {
            return;
        }

        if (quality.Bitrate is > 0 and < LeastPlausibleBitrate)
        {
            Note(FindingKind.BitrateUnit, sentTs);
        }

        Take(ref Bitrate, quality.Bitrate, onlyUnset);
        Take(ref DroppedFrames, quality.DroppedFrames, onlyUnset);
        Take(ref FramesPerSecond, quality.FramesPerSecond, onlyUnset);
        Take(ref TimeToStart, quality.TimeToStart, onlyUnset);
        ErrorId = onlyUnset && ErrorId is not null ? ErrorId : KeptText.Cut(quality.ErrorId) ?? ErrorId;
        ErrorSource = onlyUnset && ErrorSource is not null ? ErrorSource : KeptText.Cut(quality.ErrorSource) ?? ErrorSource;
        if (quality.Others is { } others)
        {
            foreach (var other in others)
            {
                TakeOther(other, sentTs, onlyUnset);
            }

            OtherQuality = KeptValues.Share(OtherQuality);
        }
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static void Take(ref double kept, double? sent, bool onlyUnset)
    {
        if (sent is { } value && !(onlyUnset && !double.IsNaN(kept)))
        {
            kept = value;
        }
    }

    private void TakeQuality(ArrivedEvent arrived)
    {
        TakeQuality(arrived.Details?.Qoe, arrived.SentTs);
        if (arrived.Type == PlayerEventType.BitrateChange)
        {
            BitrateChanges++;
        }
        else if (arrived.Type == PlayerEventType.Error)
        {
            CountError(arrived);
        }
    }

    private void CountError(ArrivedEvent arrived)
    {
        ErrorEvents++;
        var (id, source) = ErrorNames(arrived.Details?.Qoe);
        var at = IndexOfError(arrived.Details?.Qoe);
        if (at >= 0)
        {
            Errors = (ErrorCount[])Errors.Clone();
            Errors[at] = Errors[at] with { Count = Errors[at].Count + 1 };
        }
        else if (Errors.Length < MostErrors)
        {
            Errors = [.. Errors, new(id, source, 1)];
        }
        else
        {
            NoteOverLimit(BoundedList.Errors, arrived.SentTs);
        }
    }

    private int IndexOfError(QoeValues? quality)
    {
        var (id, source) = ErrorNames(quality);
        return Array.FindIndex(Errors, e => e.Id == id && e.Source == source);
    }

    private static (string Id, string Source) ErrorNames(QoeValues? quality) =>
        (KeptText.Cut(quality?.ErrorId) ?? string.Empty, KeptText.Cut(quality?.ErrorSource) ?? string.Empty);

    private void TakeOther(QoeValue other, long sentTs, bool onlyUnset)
    {
        var at = Array.FindIndex(OtherQuality, o => o.Key == other.Key);
        if (at >= 0 && (onlyUnset || OtherQuality[at] == other))
        {
            return;
        }

        other = new(KeptText.Share(other.Key), KeptText.Share(other.RawValue));
        var bytes = OtherQuality.Where((_, i) => i != at).Append(other).Sum(static o => Encoding.UTF8.GetByteCount(o.Key) + Encoding.UTF8.GetByteCount(o.RawValue));
        if ((at < 0 && OtherQuality.Length >= MostOtherKeys) || bytes > MostOtherBytes)
        {
            NoteOverLimit(BoundedList.QoeKeys, sentTs);
        }
        else if (at < 0)
        {
            OtherQuality = [.. OtherQuality, other];
        }
        else
        {
            OtherQuality = (QoeValue[])OtherQuality.Clone();
            OtherQuality[at] = other;
        }
    }
}

/// <summary>What a player calls an error; null what it does not say. Never changed: most sessions have none.</summary>
internal sealed record ErrorName(string? Id, string? Source)
{
    public static ErrorName? Of(string? id, string? source, ErrorName? before) =>
        id is null && source is null ? null : before is not null && before.Id == id && before.Source == source ? before : new(id, source);
}
