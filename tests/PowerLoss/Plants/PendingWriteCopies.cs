using System.Buffers;

namespace SessionGrains.PowerLoss.Tests;

internal static class PendingWriteCopies
{
    /// <summary>The same write with bytes of its own, which outlive the end of the first one.</summary>
    public static PendingWrite Copy(this PendingWrite write, long? expected = null, bool report = true)
    {
        RecordBytes? record = null;
        if (write.Record is not null)
        {
            record = new RecordBytes(expected ?? write.ExpectedVersion);
            record.Write(write.Record.Body);
        }

        return new PendingWrite(write.SessionId, write.RecordName, expected ?? write.ExpectedVersion)
        {
            Record = record,
            SweepAtMs = write.SweepAtMs,
            ExpiresAtMs = write.ExpiresAtMs,
            Report = report ? write.Report : null,
            RequiresStart = write.RequiresStart && (expected ?? write.ExpectedVersion) == 0,
        };
    }
}
