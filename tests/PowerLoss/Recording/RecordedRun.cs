namespace SessionGrains.PowerLoss.Tests;

/// <summary>A run: the operations on the disk and the answers to clients.</summary>
internal sealed record RecordedRun(DiskLog Disk, Promises Promises, ReadOnlyMemory<byte> Trace, string DataFolder)
{
    /// <summary>When the power was lost, in seconds since 1970.</summary>
    public double SecondsAt(int line) => Disk.Operations.LastOrDefault(one => one.Begun <= line)?.Seconds ?? 0;

    public static RecordedRun Of(ReadOnlyMemory<byte> trace, string dataFolder)
    {
        var calls = StraceReader.Read(trace);
        return new RecordedRun(DiskLog.Of(calls, dataFolder), Promises.Of(HttpTraffic.Of(calls)), trace, dataFolder);
    }
}
