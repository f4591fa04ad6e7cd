using SessionGrains.Quarantine;
using SessionGrains.Timeouts;

namespace SessionGrains.Grains.Tests;

/// <summary>A session store in this process that counts, and that a test can hold, let fail, or make slow.</summary>
internal sealed partial class ControlledStorage : IGrainStorage, IDeadlineIndex, IReportLog
{
    /// <summary>Its own: that of a silo goes when the silo is killed.</summary>
    private readonly Serializer _serializer = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(SessionView).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private readonly ConcurrentDictionary<string, long> _deadlines = new();
    private readonly List<(string SessionId, byte[]? Body, DateTimeOffset AddedAt)> _reports = [];
    private readonly ConcurrentDictionary<(string Name, GrainId Id), (byte[] Data, int Version)> _records = new();

    public int Reads;
    public int Writes;

    /// <summary>Writes that were refused because another had written before.</summary>
    public int Conflicts;

    /// <summary>Looks into the deadline index: one for each silo's sign of life, at least one for each sweep, every 10 s.</summary>
    public int Asked;

    /// <summary>Writes wait for it; null lets them through.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Writes end on a thread of the pool, as those of a group commit do, and not in a turn of the grain.</summary>
    public bool EndsElsewhere { get; set; }

    /// <summary>Writes fail with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Writes are stored and fail with it all the same, as when the answer of a database is lost.</summary>
    public Exception? LostAnswer { get; set; }

    /// <summary>Writes fail with it before they have begun, without a task.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>What writes are instead: they store nothing, and end when and as it does.</summary>
    public Task? Instead { get; set; }

    /// <summary>What is written fails, what is read does not: a full disk.</summary>
    public bool IsFull { get; set; }

    /// <summary>So many writes more succeed; null for no such limit.</summary>
    public int? FailAfterWrites { get; set; }

    /// <summary>Released once for each write that has begun.</summary>
    public SemaphoreSlim Began { get; } = new(0);

    /// <summary>A grain whose records cannot be read.</summary>
    public GrainId? Unreadable { get; set; }

    /// <summary>The clock by which reports are added.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>So many of the oldest reports have expired.</summary>
    public int Expired { get; set; }

    public int Count => _records.Count;

    public int LengthOf(string name, ISessionGrain session) => _records[(name, session.GetGrainId())].Data.Length;

    /// <summary>As a store in memory does that is started anew.</summary>
    public void LoseEverything() => _records.Clear();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Unreadable?.Equals(grainId) == true)
            throw new UnreadableRecordException("planted");
        Interlocked.Increment(ref Reads);
        Fail();
        Step(grainId);
        grainState.RecordExists = _records.TryGetValue((stateName, grainId), out var record);
        grainState.State = grainState.RecordExists ? _serializer.Deserialize<T>(record.Data) : Activator.CreateInstance<T>();
        grainState.ETag = grainState.RecordExists ? record.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Refusal is { } refusal ? throw refusal : Instead ?? WriteAsync(stateName, grainId, grainState);

    private async Task WriteAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (data, expected) = (_serializer.SerializeToArray(grainState.State), grainState.ETag);
        var record = grainState.State as IStoredSessionRecord;
        var (sweepAt, report) = (record?.SweepAtMs, record?.Report);
        Interlocked.Increment(ref Writes);
        Began.Release();
        await (Gate?.Task ?? Task.CompletedTask);
        if (EndsElsewhere)
        {
            await Task.Run(Thread.Yield).ConfigureAwait(false);
        }

        Fail();
        Step(grainId);
        if (IsFull || FailAfterWrites-- <= 0)
        {
            throw new IOException("no more writes");
        }

        var version = _records.TryGetValue((stateName, grainId), out var stored) ? stored.Version : 0;
        if ((expected ?? "0") != version.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            Interlocked.Increment(ref Conflicts);
            throw new InconsistentStateException("Version conflict", version.ToString(System.Globalization.CultureInfo.InvariantCulture), expected ?? "none");
        }

        if (version == 0 && record is { RequiresStart: true } && !_records.ContainsKey((StoredRecordNames.Start, grainId)))
        {
            throw new InconsistentStateException("No start", "none", expected ?? "none");
        }

        _records[(stateName, grainId)] = (data, version + 1);
        Step(grainId);
        Index(grainId.Key.ToString()!, sweepAt, report);
        if (LostAnswer is { } lost)
        {
            throw lost;
        }

        grainState.ETag = (version + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Step(grainId);
        _records.TryRemove((stateName, grainId), out _);
        grainState.RecordExists = false;
        grainState.ETag = null;
        return Task.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref Asked);
        Fail();
        return new([.. _deadlines.Where(d => d.Value <= nowMs).OrderBy(d => d.Value).Take(limit).Select(d => d.Key)]);
    }

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken = default)
    {
        Fail();
        if (IsFull)
        {
            throw new StoreUnavailableException("no more writes");
        }

        foreach (var correction in corrections)
        {
            Index(correction.SessionId, correction.SweepAtMs ?? long.MaxValue);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default)
    {
        Fail();
        lock (_reports)
        {
            var from = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
            return new([.. _reports.Index().Skip(Math.Max(from, Expired)).Where(static r => r.Item.Body is not null).Take(limit)
                .Select(static r => new ReportEntry((r.Index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), r.Item.SessionId, r.Item.Body!))]);
        }
    }

    public async ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default)
    {
        var last = int.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        return [.. (await ReadAsync(after, limit, cancellationToken)).Where(entry => int.Parse(entry.Cursor, System.Globalization.CultureInfo.InvariantCulture) <= last)];
    }

    public async ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default)
    {
        var before = int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) - 1;
        return (await ReadAsync(before.ToString(System.Globalization.CultureInfo.InvariantCulture), 1, cancellationToken)).Select(static entry => (ReportEntry?)entry).FirstOrDefault();
    }

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default)
    {
        Fail();
        lock (_reports)
        {
            var from = Math.Max(Expired, after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture));
            var to = until is null ? _reports.Count : Math.Min(_reports.Count, int.Parse(until, System.Globalization.CultureInfo.InvariantCulture));
            int[] counted = [.. Enumerable.Range(from, Math.Max(0, to - from)).Where(i => _reports[i].Body is not null).Take(limit)];
            return new(new ReportCount(counted.Length, counted.Length == 0 ? null : (counted[^1] + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), counted.Length == limit));
        }
    }

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        Fail();
        lock (_reports)
        {
            var before = _reports.FindIndex(report => report.AddedAt >= time) is >= 0 and var index ? index : _reports.Count;
            return new(before == 0 ? null : before.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    public string? Earlier(string? one, string? other) =>
        one is null || other is null ? null
        : int.Parse(one, System.Globalization.CultureInfo.InvariantCulture) < int.Parse(other, System.Globalization.CultureInfo.InvariantCulture) ? one : other;

    private void Index(string sessionId, long? sweepAtMs, byte[]? report)
    {
        if (sweepAtMs is { } sweepAt)
        {
            Index(sessionId, sweepAt);
        }

        lock (_reports)
        {
            if (report is not null && !_reports.Exists(r => r.SessionId == sessionId))
            {
                _reports.Add((sessionId, report, Time.GetUtcNow()));
            }
        }
    }

    private void Index(string sessionId, long sweepAtMs)
    {
        if (sweepAtMs == long.MaxValue)
        {
            _deadlines.TryRemove(sessionId, out _);
        }
        else
        {
            _deadlines[sessionId] = sweepAtMs;
        }
    }

    private void Fail()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
