namespace SessionGrains.Api.Reading;

/// <summary>A valid downloaded session: its sessionStart and the following events, in array order.</summary>
internal sealed record DownloadedBatch(StartRequest Start, PlayerEvent[] Events);
