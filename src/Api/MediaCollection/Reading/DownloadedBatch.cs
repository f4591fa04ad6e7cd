using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>A checked downloaded session: its sessionStart and the events after it, in the order of the array.</summary>
internal sealed record DownloadedBatch(StartRequest Start, PlayerEvent[] Events);
