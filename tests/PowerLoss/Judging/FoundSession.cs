using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Quarantine;
using SessionGrains.Sessions;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>A session as a store has it after the crash.</summary>
internal sealed class FoundSession
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(static serializer => serializer.AddAssembly(typeof(StartRecord).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    /// <summary>From one image to the next hardly a record changes, and reading its bytes is most of the work.</summary>
    private static readonly ConcurrentDictionary<string, (byte[] Record, FoundSession Session)> Known = new();

    private static readonly ConcurrentDictionary<string, (byte[] Report, HashSet<string> Marks)> KnownReports = new();

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
        var both = await Task.WhenAll(store.ReadAsync(key, StoredRecordNames.Start, CancellationToken.None), store.ReadAsync(key, StoredRecordNames.Progress, CancellationToken.None));
        if (both[0] is not { } start)
            return null;

        byte[] bytes = [.. start.Body.Span, .. both[1] is { } changed ? changed.Body.Span : default];
        if (Known.TryGetValue(sessionId, out var known) && known.Record.AsSpan().SequenceEqual(bytes))
            return known.Session;

        var found = Restore(Open<StartRecord>(key, StoredRecordNames.Start, start), both[1] is { } progress ? Open<ProgressRecord>(key, StoredRecordNames.Progress, progress) : null);
        Known[sessionId] = (bytes, found);
        return found;
    }

    /// <summary>The marks in a report.</summary>
    public static HashSet<string> MarksInReport(string sessionId, ReadOnlyMemory<byte> report)
    {
        if (KnownReports.TryGetValue(sessionId, out var known) && known.Report.AsSpan().SequenceEqual(report.Span))
            return known.Marks;

        var marks = MarksOf(Read<SessionView>(RecordChecksum.Open(sessionId, RecordKind.Report.Name(), report)).Qoe);
        KnownReports[sessionId] = (report.ToArray(), marks);
        return marks;
    }

    private static FoundSession Restore(StartRecord opening, ProgressRecord? progress)
    {
        if (progress is null)
            return new FoundSession(null, 0, [], isFinished: false);

        var session = Session.Restore(SessionOpening.Of(opening.Request, opening.OpenedAtMs), SessionTimeouts.Default, progress.Progress);
        return new FoundSession(session.Qoe, session.Counts.Received - session.Counts.Duplicates - 1, session.Metrics().Errors, session.IsFinished);
    }

    private static T Open<T>(byte[] session, string name, StoredRecord stored) => Read<T>(RecordChecksum.Open(session, name, stored.Body));

    private static T Read<T>(ReadOnlyMemory<byte> record) => Serializer.Deserialize<T>(record) ?? throw new InvalidDataException("A stored record is empty.");

    private static HashSet<string> MarksOf(QoeValues? quality) =>
        [.. (quality?.Others ?? []).Select(static value => value.Key).Where(static key => Promises.MarkPattern().IsMatch(key))];
}
