using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests;

/// <summary>Every closed session leaves once, whatever happens to the exporter and to the sink.</summary>
public sealed class ExporterTests : IAsyncLifetime
{
    private readonly RecordingSinks _sinks = new();
    private SessionCluster _cluster = null!;

    private IExporter Exporter => _cluster.Silos.Client.GetGrain<IExporter>(RecordingSinks.Name);

    public async Task InitializeAsync() => _cluster = await SessionCluster.Start(silos: 2, sinks: _sinks);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Sessions_leave_in_windows_that_are_large_enough_or_old_enough()
    {
        var first = await Close(23);

        await WakeUntil(async () => (await Exporter.Read()).Sessions == 20);
        Assert.Equal([(1L, 10L), (11L, 20L)], _sinks.Windows);
        Assert.Equal(ExportState.Waiting, (await Exporter.Read()).State);

        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 23);

        Assert.Equal([(1L, 10L), (11L, 20L), (21L, 23L)], _sinks.Windows);
        Assert.Equal(first.Order(), _sinks.Sessions.Order());
        var status = await Exporter.Read();
        Assert.Equal((null, null, _cluster.NowMs), (status.WaitingSinceMs, status.Error, status.ExportedAtMs));
    }

    [Fact]
    public async Task A_window_that_was_interrupted_leaves_again_as_it_was_although_there_is_more_by_now()
    {
        var ids = await Close(4);
        _cluster.Pass(_sinks.Options.Window);
        var written = 0;
        _sinks.OnWrite = (_, isAfter) => isAfter && Interlocked.Increment(ref written) == 1 ? throw new IOException("the answer was lost") : Task.CompletedTask;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        Assert.Equal(("the answer was lost", 0L), ((await Exporter.Read()).Error, (await Exporter.Read()).Sessions));

        // The process ends before it tries again, and more sessions close.
        await Collect();
        ids = [.. ids, .. await Close(3)];
        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 7);

        Assert.Equal([(1L, 4L), (5L, 7L)], _sinks.Windows);
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());
        Assert.Equal(3, _sinks.Writes);
        Assert.Empty(_sinks.Changed);
    }

    [Fact]
    public async Task Of_two_exporters_at_once_one_goes_on_and_each_session_leaves_once()
    {
        var ids = await Close(35);
        var other = await OtherProcess();
        var taken = 0;
        _sinks.OnWrite = async (window, isAfter) =>
        {
            // While the first window leaves, another process takes it over, writes it too, completes it and claims the next one.
            if (!isAfter || Interlocked.Increment(ref taken) > 1)
                return;

            await other.ReadAsync();
            await other.TakeOverAsync();
            await _sinks.WriteAsync(new(window.Sink, other.Record.Claim!, await other.ReadAsync(other.Record.Claim!)), default);
            await other.CompleteAsync(other.Record.Claim!, _cluster.NowMs);
            Assert.NotNull(await other.ClaimAsync(_sinks.Options, _cluster.NowMs));
        };

        await WakeUntil(async () => (await Exporter.Read()).Sessions == 30);
        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 35);

        Assert.Equal([(1L, 10L), (11L, 20L), (21L, 30L), (31L, 35L)], _sinks.Windows);
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());
        Assert.Empty(_sinks.Changed);

        // The other one comes back too late.
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.CompleteAsync(other.Record.Claim!, _cluster.NowMs));
    }

    [Fact]
    public async Task A_sink_that_fails_is_tried_again_with_pauses_until_it_works()
    {
        await Close(10);
        _sinks.OnWrite = static (_, _) => throw new IOException("no space left");

        await WakeUntil(async () => (await Exporter.Read()).Error is not null);
        for (var wake = 0; wake < 50; wake++)
            await Exporter.Wake();
        Assert.Equal(1, _sinks.Writes);
        Assert.True((await Exporter.Read()).WaitingSinceMs is not null);

        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        _cluster.Pass(TimeSpan.FromMinutes(2));
        await WakeUntil(async () => (await Exporter.Read()) is { Sessions: 10, Error: null });
    }

    [Fact]
    public async Task A_paused_exporter_ends_its_window_and_stays_paused_until_it_is_resumed()
    {
        await Close(30);
        var leaving = new TaskCompletionSource();
        var (begun, waits) = (new TaskCompletionSource(), true);
        _sinks.OnWrite = async (_, _) =>
        {
            begun.TrySetResult();
            if (waits)
                await leaving.Task;
        };
        await Exporter.Wake();
        await begun.Task;

        var pausing = Exporter.SetPaused(true);
        await SessionCluster.Until(async () => (await Exporter.Read()).State == ExportState.Paused);
        waits = false;
        leaving.SetResult();
        await pausing;

        Assert.Equal((ExportState.Paused, 10L), ((await Exporter.Read()).State, (await Exporter.Read()).Sessions));
        await Collect();
        await Exporter.Wake();
        Assert.Equal((ExportState.Paused, 10L), ((await Exporter.Read()).State, (await Exporter.Read()).Sessions));

        await Exporter.SetPaused(false);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 30);
    }

    [Fact]
    public async Task A_sink_that_was_down_for_an_hour_catches_up_by_itself_within_the_longest_pause()
    {
        _sinks.OnWrite = static (_, _) => throw new IOException("connection refused");
        List<string> ids = [];
        for (var minute = 0; minute < 60; minute++)
        {
            ids.AddRange(await Close(2));
            _cluster.Pass(TimeSpan.FromMinutes(1));
            await Exporter.Wake();
        }

        await SessionCluster.Until(async () => (await Exporter.Read()).State == ExportState.Failing);
        var status = await Exporter.Read();
        Assert.InRange(_cluster.NowMs - status.WaitingSinceMs!.Value, 3_590_000, 3_610_000);
        Assert.Equal(("connection refused", 0L), (status.Error, status.Sessions));
        Assert.InRange(_sinks.Writes, 1, 200);

        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        _cluster.Pass(TimeSpan.FromMinutes(1));
        await WakeUntil(async () => (await Exporter.Read()) is { Sessions: 120, WaitingSinceMs: null, Error: null });
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());

        // The window that was claimed first stays as small as it was.
        Assert.InRange(_sinks.Windows.Count, 12, 13);
    }

    [Fact]
    public async Task Pauses_and_resumes_at_the_same_time_end_in_one_of_the_two_and_none_fails()
    {
        await Close(10);
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Exporter.SetPaused(i % 2 == 0)));
        }

        await Exporter.SetPaused(true);
        Assert.Equal(ExportState.Paused, (await Exporter.Read()).State);
        await Exporter.SetPaused(false);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 10);
        Assert.Equal([(1L, 10L)], _sinks.Windows);
    }

    [Fact]
    public async Task An_exporter_that_does_not_answer_is_shown_as_failing_and_hides_no_other()
    {
        _cluster.Storage.Unreadable = GrainId.Create("exporter", "export:" + RecordingSinks.OtherName);
        ExportStatus[] all = [];
        await SessionCluster.Until(async () =>
        {
            // The one that is active has read its record already.
            await Collect();
            all = await _cluster.Silos.Client.GetGrain<IExportReader>(0).ReadAll();
            return all[^1].Error is not null;
        });

        Assert.Equal([RecordingSinks.Name, RecordingSinks.OtherName], all.Select(static one => one.Name));
        Assert.Equal([ExportState.Waiting, ExportState.Failing], all.Select(static one => one.State));
        Assert.Null(all[0].Error);
        Assert.Contains("Its exporter does not answer", all[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_that_waits_is_read_once_although_it_is_looked_at_often()
    {
        var log = new CountingLog(_cluster.Storage);
        var claims = await OtherProcess(log);
        await Close(9);

        for (var look = 0; look < 20; look++)
            Assert.Null(await claims.ClaimAsync(_sinks.Options, _cluster.NowMs));
        await Close(1);
        var claim = await claims.ClaimAsync(_sinks.Options, _cluster.NowMs);

        Assert.Equal(10, log.Entries);
        Assert.Equal((1L, 10), (claim!.First, claim.Count));
        Assert.Equal(10, (await claims.ReadAsync(claim)).Count);
    }

    [Fact]
    public async Task A_session_that_a_clock_closed_in_the_future_holds_its_window_no_longer_than_others()
    {
        _cluster.Pass(TimeSpan.FromHours(2));
        await Close(3);
        var claims = await OtherProcess();
        var anHourEarlier = _cluster.NowMs - 3_600_000;

        Assert.Null(await claims.ClaimAsync(_sinks.Options, anHourEarlier));
        var claim = await claims.ClaimAsync(_sinks.Options, anHourEarlier + (long)_sinks.Options.Window.TotalMilliseconds);
        Assert.Equal((1L, 3), (claim!.First, claim.Count));
    }

    [Fact]
    public async Task A_log_that_was_set_back_stops_the_exporter_which_says_so_and_still_answers()
    {
        var claims = await OtherProcess();
        await claims.WriteAsync(claims.Record with { Cursor = "not of this log", Sessions = 7 });
        await Collect();

        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);

        var status = await Exporter.Read();
        Assert.Contains("The report log does not have the place up to which everything has left", status.Error, StringComparison.Ordinal);
        Assert.Equal(7, status.Sessions);
    }

    [Fact]
    public async Task A_pause_interrupts_a_window_that_takes_long_and_it_leaves_again_as_it_was()
    {
        var ids = await Close(10);
        var begun = new TaskCompletionSource();
        _sinks.WhileWriting = async interrupted =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, interrupted);
        };
        await Exporter.Wake();
        await begun.Task;

        await Exporter.SetPaused(true).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((ExportState.Paused, 0L, null), ((await Exporter.Read()).State, (await Exporter.Read()).Sessions, (await Exporter.Read()).Error));

        _sinks.WhileWriting = static _ => Task.CompletedTask;
        await Close(5);
        await Exporter.SetPaused(false);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 10);
        Assert.Equal([(1L, 10L)], _sinks.Windows);
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());
    }

    [Fact]
    public async Task A_sink_that_works_again_is_not_failing_any_more_while_it_catches_up()
    {
        await Close(20);
        _sinks.OnWrite = static (_, _) => throw new IOException("no space left");
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);

        var second = new TaskCompletionSource();
        _sinks.OnWrite = (window, _) => window.Claim.First == 11 ? second.Task : Task.CompletedTask;
        _cluster.Pass(TimeSpan.FromMinutes(2));
        await WakeUntil(async () => (await Exporter.Read()) is { Sessions: 10, State: ExportState.Exporting, Error: null });

        second.SetResult();
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 20);
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_makes_no_lag_of_its_own()
    {
        await Close(2);
        var claims = await OtherProcess(new CountingLog(_cluster.Storage) { IsFirstDamaged = true });
        Assert.Equal(_cluster.NowMs, await claims.WaitingSinceMsAsync());

        // It leaves at once, with the others.
        Assert.Equal(2, (await claims.ClaimAsync(_sinks.Options, _cluster.NowMs))?.Count);
    }

    [Fact]
    public async Task Lag_failures_and_sessions_are_metrics_by_sink()
    {
        using var metrics = new ExportMetrics(_cluster);
        await Close(10);
        _sinks.OnWrite = static (_, _) => throw new IOException("no space left");
        await WakeUntil(async () => (await Exporter.Read()).Error is not null);
        _cluster.Pass(TimeSpan.FromSeconds(1));
        await WakeUntil(() => Task.FromResult(metrics.Read("sessiongrains.exports.lag") >= 1));
        Assert.True(metrics.Read("sessiongrains.exports.failures") >= 1);
        Assert.Equal(1, metrics.Read("sessiongrains.exports.stopped", "failing"));
        Assert.Equal(0, metrics.Read("sessiongrains.exports.stopped", "paused"));

        await Exporter.SetPaused(true);
        await WakeUntil(() => Task.FromResult(metrics.Read("sessiongrains.exports.stopped", "paused") == 1));

        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        await Exporter.SetPaused(false);
        await WakeUntil(() => Task.FromResult(metrics.Read("sessiongrains.exports.sessions") == 10));
        await WakeUntil(() => Task.FromResult(metrics.Read("sessiongrains.exports.lag") == 0 && metrics.Read("sessiongrains.exports.stopped", "failing") == 0));
        Assert.Equal(TimeSpan.FromDays(30).TotalSeconds, metrics.Read("sessiongrains.reports.retention"));
    }

    [Fact]
    public async Task A_sink_that_wants_nothing_more_pauses_its_exporter_until_it_is_resumed()
    {
        var ids = await Close(10);
        _sinks.OnWrite = static (_, _) => throw new SinkGoneException("answered 410");

        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Paused);
        await SessionCluster.Until(async () => (await Exporter.Read()).Error is not null);
        Assert.Equal(("answered 410", 0L), ((await Exporter.Read()).Error, (await Exporter.Read()).Sessions));

        // Time does not resume it, and neither does another process.
        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        _cluster.Pass(TimeSpan.FromHours(1));
        await Exporter.Wake();
        await Collect();
        await Exporter.Wake();
        Assert.Equal((ExportState.Paused, 1), ((await Exporter.Read()).State, _sinks.Writes));

        await Exporter.SetPaused(false);
        await WakeUntil(async () => (await Exporter.Read()) is { Sessions: 10, Error: null, State: ExportState.Waiting });
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());
    }

    [Fact]
    public async Task A_sink_that_is_resumed_and_still_wants_nothing_is_paused_again()
    {
        await Close(10);
        _sinks.OnWrite = static (_, _) => throw new SinkGoneException("answered 410");
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Paused);

        await Exporter.SetPaused(false);

        await SessionCluster.Until(async () => _sinks.Writes == 2 && (await Exporter.Read()).State == ExportState.Paused);
    }

    [Fact]
    public async Task The_status_counts_what_waits_the_claimed_ones_too_and_tells_how_fast_sessions_leave()
    {
        await Close(20);
        var release = new TaskCompletionSource();
        _sinks.OnWrite = (_, isAfter) => isAfter ? Task.CompletedTask : release.Task;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Exporting);
        Assert.Equal((20, false), ((await Exporter.Read()).WaitingSessions!.Value, (await Exporter.Read()).HasMoreWaiting));

        release.SetResult();
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 20);
        var status = await Exporter.Read();
        Assert.Equal((0, 20 / 60.0, 20 / 60.0), (status.WaitingSessions, status.PerSecondInMinute, status.PerSecondInHour));

        _cluster.Pass(TimeSpan.FromMinutes(10));
        status = await Exporter.Read();
        Assert.Equal((0.0, 20 / 600.0), (status.PerSecondInMinute, status.PerSecondInHour));
    }

    [Fact]
    public async Task More_sessions_than_are_counted_are_told_as_a_floor()
    {
        var claims = await OtherProcess(new CountingLog(_cluster.Storage) { Waiting = new(ExportClaims.MostCounted, "x", true) });

        Assert.Equal((ExportClaims.MostCounted, true), (await claims.CountWaitingAsync() is { } waiting) ? (waiting.Count, waiting.HasMore) : default);
    }

    [Fact]
    public async Task Why_it_is_paused_survives_the_process()
    {
        await Close(10);
        _sinks.OnWrite = static (_, _) => throw new SinkGoneException("answered 410");
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Paused);
        var pausedAt = _cluster.NowMs;
        _cluster.Pass(TimeSpan.FromHours(1));
        await Collect();
        var status = await Exporter.Read();
        Assert.Equal((ExportState.Paused, null, "answered 410", pausedAt), (status.State, status.Error, status.PauseReason, status.PausedAtMs));

        // The last reason stays for who looks later.
        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        await Exporter.SetPaused(false);
        Assert.Equal("answered 410", (await Exporter.Read()).PauseReason);
        await Exporter.SetPaused(true);
        await Collect();
        status = await Exporter.Read();
        Assert.Equal((ExportState.Paused, "An operator paused it.", _cluster.NowMs), (status.State, status.PauseReason, status.PausedAtMs));
    }

    /// <summary>Closes so many sessions; their ids.</summary>
    private async Task<string[]> Close(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(static _ => Sample.NewId())];
        foreach (var id in ids)
            await _cluster.Session(id).SubmitDownloaded(Sample.Start(1), [Sample.Event(PlayerEventType.Play, 2)]);
        return ids;
    }

    private Task WakeUntil(Func<Task<bool>> condition) => SessionCluster.Until(async () =>
    {
        await Exporter.Wake();
        return await condition();
    });

    /// <summary>Has the exporter leave memory, as with the process that has it.</summary>
    private Task Collect() => _cluster.Deactivate(Exporter.GetGrainId());

    /// <summary>An exporter that is active beside the one of the cluster.</summary>
    private async Task<ExportClaims> OtherProcess(IReportLog? log = null)
    {
        var services = _cluster.Silos.Silos[0].ServiceProvider;
        var other = new ExportClaims(RecordingSinks.Name, _cluster.Storage, log ?? _cluster.Storage, services.GetRequiredService<ReportOpener>());
        await other.ReadAsync();
        return other;
    }

    /// <summary>Counts what is read ahead of a claim.</summary>
    private sealed class CountingLog(IReportLog log) : IReportLog
    {
        public int Entries { get; private set; }

        public bool IsFirstDamaged { get; init; }

        public ReportCount? Waiting { get; init; }

        public async ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default)
        {
            var entries = await log.ReadAsync(after, limit, cancellationToken);
            Entries += entries.Count;
            return IsFirstDamaged && after is null ? [entries[0] with { Body = [] }, .. entries.Skip(1)] : entries;
        }

        public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default) =>
            log.ReadRangeAsync(after, until, limit, cancellationToken);

        public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default) => log.ReadAgainAsync(cursor, stream, cancellationToken);

        public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default) =>
            Waiting is { } waiting ? new(waiting) : log.CountAsync(after, until, limit, cancellationToken);

        public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default) => log.FindAsync(time, cancellationToken);

        public string? Earlier(string? one, string? other) => log.Earlier(one, other);
    }
}
