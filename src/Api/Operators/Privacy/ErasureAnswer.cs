using SessionGrains.Api.Operators.Answers;
using SessionGrains.Erasure;

namespace SessionGrains.Api.Operators.Privacy;

/// <summary>The receipt of an erasure. It never names the viewer.</summary>
internal sealed class ErasureAnswer(ErasureReceipt receipt)
{
    public string Id => receipt.Id;

    /// <summary>sessions, reports, files, sinks (what is being done, in this order) or done</summary>
    public ErasurePhase State => receipt.Phase;

    [JsonConverter(typeof(Instant))]
    public long RequestedAt => receipt.RequestedAtMs;

    /// <summary>Null until it is done</summary>
    [JsonConverter(typeof(Instant))]
    public long? CompletedAt => receipt.CompletedAtMs;

    /// <summary>Sessions that were erased while they were open</summary>
    public long OpenSessions => receipt.OpenSessions;

    /// <summary>Closed sessions that were erased</summary>
    public long ClosedSessions => receipt.ClosedSessions;

    /// <summary>Reports that were erased, of these sessions and of sessions that had expired</summary>
    public long Reports => receipt.Reports;

    /// <summary>Damaged records that do not have the text of the id: nobody knows whose they are</summary>
    public long Unreadable => receipt.Unreadable;

    /// <summary>What is left to do with the files of the store, by whoever runs the server; null: nothing</summary>
    public string? Files => receipt.FilesNote;

    public ErasureSinkAnswer[] Sinks { get; } = [.. receipt.Sinks.Select(static sink => new ErasureSinkAnswer(sink))];

    /// <summary>Why it does not go on; it is tried again. Null: it does</summary>
    public string? Error => receipt.Error;
}

/// <summary>The erasure in a sink.</summary>
internal sealed class ErasureSinkAnswer(ErasureOfSink sink)
{
    public string Name => sink.Name;

    public string Kind => sink.Kind;

    /// <summary>waiting or done</summary>
    public ErasureSinkState State => sink.IsDone ? ErasureSinkState.Done : ErasureSinkState.Waiting;

    /// <summary>Why it waits; null: its turn has not come, or it is done</summary>
    public string? Reason => sink.Reason;
}

internal enum ErasureSinkState : byte
{
    Waiting,
    Done,
}
