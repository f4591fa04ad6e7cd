using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests;

/// <summary>What left leaves again, and the sink has each session once afterwards, whatever happens on the way.</summary>
public sealed class ExportRewindTests : IAsyncLifetime
{
    private readonly RecordingSinks _sinks = new();
    private SessionCluster _cluster = null!;

    private IExporter Exporter => _cluster.Silos.Client.GetGrain<IExporter>(RecordingSinks.Name);

    public async Task InitializeAsync() => _cluster = await SessionCluster.Start(silos: 2, sinks: _sinks);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData("25", 20)]
    [InlineData("20", 20)]
    [InlineData("1", 0)]
    [InlineData("40", 40)]
    public async Task A_cursor_is_rounded_back_to_the_start_of_its_window(string cursor, long expected)
    {
        var ids = await Leave(40);
        await Exporter.SetPaused(true);

        var answer = await Exporter.Rewind(new(cursor));

        // It stays paused, and the sink has taken back at once.
        Assert.Equal((null, ExportState.Paused, expected, expected == 0 ? null : $"{expected}"), (answer.Refusal, answer.Status!.State, answer.Status.Sessions, answer.Status.Cursor));
        Assert.Null(answer.Status.Rewind);
        Assert.Equal(40 - (int)expected, answer.Status.WaitingSessions);
        Assert.Equal(ids.Take((int)expected), _sinks.Sessions);
        await ReturnsAll(ids);
    }

    [Fact]
    public async Task A_time_stands_for_what_the_log_got_since()
    {
        var early = await Leave(20);
        _cluster.Pass(TimeSpan.FromHours(1));
        var time = _cluster.NowMs;
        var late = await Leave(20);

        await Exporter.SetPaused(true);
        _cluster.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(40, (await Exporter.Rewind(new(TimeMs: _cluster.NowMs))).Status!.Sessions);
        Assert.Equal(20, (await Exporter.Rewind(new(TimeMs: time))).Status!.Sessions);
        Assert.Equal(early.Order(), _sinks.Sessions.Order());
        await ReturnsAll([.. early, .. late]);
    }

    [Fact]
    public async Task From_the_beginning_all_leave_again_also_those_of_windows_that_the_sink_does_not_list()
    {
        var ids = await Leave(30);
        _sinks.Unlisted = 20;

        await Exporter.SetPaused(true);
        Assert.Equal(0, (await Exporter.Rewind(new())).Status!.Sessions);
        await ReturnsAll(ids);
    }

    [Fact]
    public async Task Wishes_that_make_no_sense_are_refused_and_change_nothing()
    {
        var ids = await Leave(20);
        await Close(5);

        var beyond = await Exporter.Rewind(new("23"));
        var future = await Exporter.Rewind(new(TimeMs: _cluster.NowMs + 1));
        _sinks.Unlisted = 10;
        var unlisted = await Exporter.Rewind(new("5"));

        Assert.Equal(("The cursor is beyond '20', up to which sessions have left.", false), (beyond.Refusal, beyond.IsConflict));
        Assert.Equal(("The time is in the future.", false), (future.Refusal, future.IsConflict));
        Assert.True(unlisted.IsConflict);
        Assert.Contains("does not know which sessions left from there", unlisted.Refusal, StringComparison.Ordinal);
        Assert.EndsWith("It is possible from the cursor '10' on, which is session 11.", unlisted.Refusal, StringComparison.Ordinal);
        Assert.Equal((20L, "20", 2), ((await Exporter.Read()).Sessions, (await Exporter.Read()).Cursor, _sinks.Writes));
        Assert.Equal(ids, _sinks.Sessions);
    }

    [Fact]
    public async Task A_rewind_that_would_lose_sessions_of_the_sink_is_refused_and_says_from_where_it_is_possible()
    {
        var ids = await Leave(40);
        _cluster.Storage.Expired = 15;

        foreach (var target in (ExportRewindTarget[])[new("12"), new("5"), new()])
        {
            var refused = await Exporter.Rewind(target);
            Assert.True(refused.IsConflict);
            Assert.Contains("would lose sessions for ever.", refused.Refusal, StringComparison.Ordinal);
            if (target.Cursor == "5")
                Assert.EndsWith("It is possible from the cursor '20' on, which is session 21.", refused.Refusal, StringComparison.Ordinal);
        }

        Assert.Equal(ids, _sinks.Sessions);
        await Exporter.SetPaused(true);
        Assert.Equal(20, (await Exporter.Rewind(new("20"))).Status!.Sessions);
        await ReturnsAll(ids);
        _cluster.Storage.Expired = 40;
        Assert.EndsWith("No earlier place is possible any more.", (await Exporter.Rewind(new("20"))).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_session_does_not_come_again_and_keeps_nobody_from_going_back()
    {
        var ids = await Leave(40);
        await _cluster.Storage.EraseAsync(ids[25]);
        await Exporter.SetPaused(true);

        Assert.Equal(20, (await Exporter.Rewind(new("20"))).Status!.Sessions);
        await Exporter.SetPaused(false);
        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()) is { State: ExportState.Waiting, Sessions: 39 });

        Assert.Equal(ids.Except([ids[25]]).Order(), _sinks.Sessions.Order());
    }

    [Fact]
    public async Task A_receiver_gets_again_what_the_log_still_has_and_the_answer_says_what_it_has_not()
    {
        _sinks.IsReceiver = true;
        await Leave(40);
        await Exporter.SetPaused(true);

        var exact = await Exporter.Rewind(new("25"));
        Assert.Equal((25L, "25", null), (exact.Status!.Sessions, exact.Status.Cursor, exact.Status.Note));

        _cluster.Storage.Expired = 15;
        var partly = await Exporter.Rewind(new("5"));
        Assert.Equal((15L, "5"), (partly.Status!.Sessions, partly.Status.Cursor));
        Assert.Equal("The report log begins after that place, or just there: the first 15 sessions that have left do not leave again.", partly.Status.Note);
        Assert.Null((await Exporter.Read()).Note);
        Assert.Equal(15, (await Exporter.Rewind(new())).Status!.Sessions);

        await Exporter.SetPaused(false);
        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == 40);
        Assert.Contains((16L, 25L), _sinks.Windows);
    }

    [Fact]
    public async Task A_window_that_is_leaving_is_interrupted_and_taken_back_too()
    {
        var ids = await Leave(20);
        ids = [.. ids, .. await Close(10)];
        var written = new TaskCompletionSource();
        _sinks.OnWrite = async (_, isAfter) =>
        {
            if (!isAfter)
                return;

            // It is in the sink, and the exporter does not know it.
            written.TrySetResult();
            throw new IOException("the answer was lost");
        };
        await Exporter.Wake();
        await written.Task;
        await WakeUntil(async () => (await Exporter.Read()).State == ExportState.Failing);
        Assert.Equal(3, _sinks.Windows.Count);

        _sinks.OnWrite = static (_, _) => Task.CompletedTask;
        var begun = new TaskCompletionSource();
        var leaving = true;
        _sinks.WhileWriting = async interrupted =>
        {
            begun.TrySetResult();
            if (leaving)
                await Task.Delay(Timeout.Infinite, interrupted);
        };
        _cluster.Pass(TimeSpan.FromMinutes(2));
        await WakeUntil(() => Task.FromResult(begun.Task.IsCompleted));
        var rewinding = Exporter.Rewind(new("10"));
        leaving = false;

        Assert.Null((await rewinding).Refusal);
        await ReturnsAll(ids);
        Assert.Equal([(1L, 10L), (11L, 20L), (21L, 30L)], _sinks.Windows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_ends_before_or_after_the_sink_took_back_leaves_the_rest_to_the_next(bool isAfter)
    {
        var ids = await Leave(30);
        var tried = 0;
        _sinks.OnTakeBack = (_, after) => after == isAfter && Interlocked.Increment(ref tried) == 1 ? throw new IOException("away") : Task.CompletedTask;
        await Exporter.SetPaused(true);
        var answer = await Exporter.Rewind(new("10"));
        Assert.Equal((30L, 10L, "away"), (answer.Status!.Sessions, answer.Status.Rewind!.Sessions, answer.Status.Error));

        await Collect();
        await WakeUntil(async () => (await Exporter.Read()) is { Rewind: null, Sessions: 10, State: ExportState.Paused });
        Assert.Equal(ids.Take(10), _sinks.Sessions);
        await ReturnsAll(ids);
    }

    [Fact]
    public async Task Rewinds_at_the_same_time_come_one_after_another()
    {
        var ids = await Leave(40);
        await Exporter.SetPaused(true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Exporter.Rewind(new($"{10 * (i % 4) + 5}"))));

        Assert.All(answers, static answer => Assert.True(answer.Refusal is null || !answer.IsConflict, answer.Refusal));
        Assert.Equal(0, (await Exporter.Read()).Sessions);
        Assert.Empty(_sinks.Sessions);
        await ReturnsAll(ids);
    }

    [Fact]
    public async Task A_rewind_of_a_process_that_has_lost_the_exporter_changes_nothing()
    {
        var ids = await Leave(20);
        var stale = new ExportClaims(RecordingSinks.Name, _cluster.Storage, _cluster.Storage, _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<ReportOpener>());
        await Exporter.SetPaused(true);
        await stale.ReadAsync();
        Assert.Equal(10, (await Exporter.Rewind(new("10"))).Status!.Sessions);

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.RewindAsync(new(null, 0)));
        await ReturnsAll(ids);
    }

    /// <summary>Goes on, and finds each session once.</summary>
    private async Task ReturnsAll(string[] ids)
    {
        await Exporter.SetPaused(false);
        _cluster.Pass(_sinks.Options.Window);
        await WakeUntil(async () => (await Exporter.Read()) is { State: ExportState.Waiting } status && status.Sessions == ids.Length);
        Assert.Equal(ids.Order(), _sinks.Sessions.Order());
        Assert.Empty(_sinks.Changed);
    }

    /// <summary>Closes so many sessions, and waits until they have left; their ids.</summary>
    private async Task<string[]> Leave(int count)
    {
        var before = (await Exporter.Read()).Sessions;
        var ids = await Close(count);
        await WakeUntil(async () => (await Exporter.Read()).Sessions == before + count);
        return ids;
    }

    private async Task<string[]> Close(int count)
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(static _ => Sample.NewId()).Order(StringComparer.Ordinal)];
        foreach (var id in ids)
            await _cluster.Session(id).SubmitDownloaded(Sample.Start(1), [Sample.Event(PlayerEventType.Play, 2)]);
        return ids;
    }

    private Task WakeUntil(Func<Task<bool>> condition) => SessionCluster.Until(async () =>
    {
        await Exporter.Wake();
        return await condition();
    });

    private Task Collect() => _cluster.Deactivate(Exporter.GetGrainId());
}
