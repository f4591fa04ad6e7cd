using SessionGrains.Quarantine;

namespace SessionGrains.Grains.Tests;

/// <summary>Erasing, which can be made to fail at any step. What real stores do with their files is tested with them.</summary>
internal sealed partial class ControlledStorage : IErasableStore
{
    private const int PageSize = 300;

    private int? _stepsLeft;

    /// <summary>Fails after so many steps of an erasure, once; each use of the store is one or two: before and after it has an effect.</summary>
    public void FailAtStep(int step) => _stepsLeft = step;

    /// <summary>Whether it has failed, or there were fewer steps.</summary>
    public bool HasFailedAtStep => _stepsLeft is null;

    /// <summary>What happens before a look through the starts; it may throw.</summary>
    public Func<Task> OnFindStarts { get; set; } = static () => Task.CompletedTask;

    /// <summary>What happens before a session is erased.</summary>
    public Func<string, Task> OnErase { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Reports that stay when their session is erased: the store no longer knows that it has one.</summary>
    public ConcurrentBag<string> Unmarked { get; } = [];

    /// <summary>How often the files were made to forget; with which texts.</summary>
    public ConcurrentQueue<string[]?> Forgotten { get; } = new();

    /// <summary>The names of all records that have a text.</summary>
    public string[] RecordsWith(string text) =>
        [.. _records.Where(record => record.Value.Data.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0).Select(static record => $"{record.Key.Name} of {record.Key.Id}")];

    /// <summary>As stores do with closed sessions after their retention: the report stays.</summary>
    public void Expire(string sessionId)
    {
        foreach (var name in StoredRecordNames.All)
        {
            _records.TryRemove((name, GrainId.Create("session", sessionId)), out _);
        }
    }

    /// <summary>Plants a start that cannot be read.</summary>
    public void Plant(string sessionId, byte[] start) => _records[(StoredRecordNames.Start, GrainId.Create("session", sessionId))] = (start, 1);

    public async ValueTask<StartPage> FindStartsAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken = default)
    {
        await OnFindStarts();
        Step();
        var rest = _records.Where(static record => record.Key.Name == StoredRecordNames.Start).Select(static record => (Id: record.Key.Id.Key.ToString()!, record.Value.Data))
            .Where(start => string.CompareOrdinal(start.Id, after) > 0).OrderBy(static start => start.Id, StringComparer.Ordinal).ToArray();
        var found = rest.Take(PageSize).Where(start => texts.Any(text => start.Data.AsSpan().IndexOf(text.Span) >= 0))
            .Select(start => new FoundStart(start.Id, RecordChecksum.Seal(start.Id, StoredRecordNames.Start, start.Data), _deadlines.ContainsKey(start.Id), HasReport(start.Id)));
        return new([.. found], 0, rest.Length > PageSize ? rest[PageSize - 1].Id : null);
    }

    public async ValueTask EraseAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        await OnErase(sessionId);
        Step();
        foreach (var name in StoredRecordNames.All)
        {
            _records.TryRemove((name, GrainId.Create("session", sessionId)), out _);
        }

        _deadlines.TryRemove(sessionId, out _);
        lock (_reports)
        {
            for (var i = 0; i < _reports.Count; i++)
            {
                _reports[i] = _reports[i].SessionId == sessionId && !Unmarked.Contains(sessionId) ? ("", null, _reports[i].AddedAt) : _reports[i];
            }
        }

        Step();
    }

    public ValueTask EraseReportAsync(string cursor, int stream, CancellationToken cancellationToken = default)
    {
        Step();
        lock (_reports)
        {
            _reports[int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) - 1] = ("", null, Time.GetUtcNow());
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<string?> ForgetAsync(IReadOnlyList<ReadOnlyMemory<byte>>? texts, CancellationToken cancellationToken = default)
    {
        Step();
        Forgotten.Enqueue(texts?.Select(static text => Encoding.UTF8.GetString(text.Span)).ToArray());
        Step();
        return default;
    }

    private bool HasReport(string sessionId)
    {
        lock (_reports)
        {
            return !Unmarked.Contains(sessionId) && _reports.Exists(report => report.SessionId == sessionId);
        }
    }

    private void Step(GrainId id)
    {
        if (id.Type.ToString() == "eraser")
        {
            Step();
        }
    }

    private void Step()
    {
        if (_stepsLeft is { } left)
        {
            _stepsLeft = left == 0 ? null : left - 1;
            if (left == 0)
            {
                throw new StoreUnavailableException("planted");
            }
        }
    }
}
