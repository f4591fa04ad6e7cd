using SessionGrains.PowerLoss.Tests.Disk;
using SessionGrains.PowerLoss.Tests.Judging;

namespace SessionGrains.PowerLoss.Tests.Recording;

/// <summary>A run: what was asked of the disk, and what clients were told.</summary>
internal sealed record RecordedRun(DiskLog Disk, Promises Promises)
{
    public static RecordedRun Of(ReadOnlyMemory<byte> trace, string dataFolder)
    {
        var calls = StraceReader.Read(trace);
        return new RecordedRun(DiskLog.Of(calls, dataFolder), Promises.Of(HttpTraffic.Of(calls)));
    }
}
