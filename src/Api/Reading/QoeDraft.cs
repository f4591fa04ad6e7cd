namespace SessionGrains.Api.Reading;

/// <summary>Quality-of-experience values from qoeData or from params.</summary>
internal struct QoeDraft
{
    public double? Bitrate;
    public double? DroppedFrames;
    public double? FramesPerSecond;
    public double? TimeToStart;
    public string? ErrorId;
    public string? ErrorSource;
    public List<QoeValue>? Others;

    /// <summary>UTF-8 bytes of <see cref="Others"/>.</summary>
    public int OtherBytes;

    /// <summary>Merges qoeData with params, where qoeData wins (docs/protocol.md#2-reading-a-request); null when neither has a value.</summary>
    public static QoeValues? Merge(in EventDraft draft)
    {
        QoeDraft qoe = draft.Qoe, fallback = draft.ParamsQoe;
        qoe.Bitrate ??= fallback.Bitrate;
        qoe.DroppedFrames ??= fallback.DroppedFrames;
        qoe.FramesPerSecond ??= fallback.FramesPerSecond;
        qoe.TimeToStart ??= fallback.TimeToStart;
        qoe.ErrorId ??= fallback.ErrorId ?? draft.ParamsErrorId;
        qoe.ErrorSource ??= fallback.ErrorSource ?? draft.ParamsErrorSource;
        if (qoe.IsEmpty) return null;
        return new QoeValues
        {
            Bitrate = qoe.Bitrate,
            DroppedFrames = qoe.DroppedFrames,
            FramesPerSecond = qoe.FramesPerSecond,
            TimeToStart = qoe.TimeToStart,
            ErrorId = qoe.ErrorId,
            ErrorSource = qoe.ErrorSource,
            Others = qoe.Others?.ToArray(),
        };
    }

    private readonly bool IsEmpty =>
        Bitrate is null && DroppedFrames is null && FramesPerSecond is null && TimeToStart is null && ErrorId is null && ErrorSource is null && Others is null;
}
