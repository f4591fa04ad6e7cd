namespace SessionGrains.PowerLoss.Tests;

/// <summary>The figures of a proof in words.</summary>
internal static class ProofText
{
    public static string Of(RecordedRun run, IReadOnlyCollection<string> early, ImageProof proof) =>
        $"seed {PowerLossSettings.Seed}: {run.Promises.Sessions.Count} sessions and {run.Promises.Events.Count()} events acknowledged, "
        + $"{run.Promises.All.OfType<ReportPromised>().DistinctBy(static one => one.SessionId).Count()} reports told; {run.Disk.Operations.OfType<Written>().Count()} writes, "
        + $"{run.Disk.Operations.OfType<Resized>().Count()} changes of length, {run.Disk.Operations.OfType<Renamed>().Count()} of names, {run.Disk.Syncs.Count} syncs; "
        + $"ANSWERED BEFORE THE SYNC {early.Count}; {proof.Images} images{(proof.Mended > 0 ? $" ({proof.Mended} after redis-check-aof --fix)" : "")}, VIOLATIONS {proof.Violations}, {proof.Took.TotalSeconds:0} s\n{string.Join('\n', early.Take(5).Concat(proof.Worst))}";
}
