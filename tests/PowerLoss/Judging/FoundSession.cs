using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Sessions;
using SessionGrains.Silo.Storage.GroupCommit;
using SessionGrains.Tracking;

namespace SessionGrains.PowerLoss.Tests.Judging;

/// <summary>A session as a store has it after the crash.</summary>
internal sealed class FoundSession
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(static serializer => serializer.AddAssembly(typeof(StartRecord).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private FoundSession(QoeValues? quality, int applied, IEnumerable<ErrorCount> errors, bool isFinished)
    {
        Marks = MarksOf(quality);
        (Applied, IsFinished) = (applied, isFinished);
        ErrorsTwice = errors.Sum(static error => error.Count - 1);
    }

    /// <summary>The marks of the events that are in.</summary>
    public HashSet<string> Marks { get; }

    /// <summary>Events that were applied, the sessionStart not counted.</summary>
    public int Applied { get; }

    /// <summary>Each error was sent once.</summary>
    public int ErrorsTwice { get; }

    /// <summary>Closed for good: then its report is in the log.</summary>
    public bool IsFinished { get; }

    /// <summary>Null when there is none.</summary>
    public static async Task<FoundSession?> ReadAsync(ISessionStoreBackend store, string sessionId)
    {
        var key = System.Text.Encoding.UTF8.GetBytes(sessionId);
        if (await store.ReadAsync(key, StoredRecordNames.Start, CancellationToken.None) is not { } start)
            return null;

        var opening = Read<StartRecord>(start.Body);
        if (await store.ReadAsync(key, StoredRecordNames.Progress, CancellationToken.None) is not { } progress)
            return new FoundSession(null, 0, [], isFinished: false);

        var session = Session.Restore(SessionOpening.Of(opening.Request, opening.OpenedAtMs), TrackingRules.Default, Read<ProgressRecord>(progress.Body).Progress);
        return new FoundSession(session.Qoe, session.Counts.Received - session.Counts.Duplicates - 1, session.Metrics().Errors, session.IsFinished);
    }

    /// <summary>The marks in a report.</summary>
    public static HashSet<string> MarksInReport(ReadOnlyMemory<byte> report) => MarksOf(Read<SessionView>(report).Qoe);

    private static T Read<T>(ReadOnlyMemory<byte> record) => Serializer.Deserialize<T>(record) ?? throw new InvalidDataException("A stored record is empty.");

    private static HashSet<string> MarksOf(QoeValues? quality) =>
        [.. (quality?.Others ?? []).Select(static value => value.Key).Where(static key => Promises.MarkPattern().IsMatch(key))];
}
