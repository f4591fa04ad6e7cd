namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>A 2xx means stored: what the grain does around its store.</summary>
public sealed class StoringTests
{
    [Fact]
    public async Task Starting_a_fresh_id_reads_nothing_and_writes_once()
    {
        await using var cluster = await SessionCluster.Start();
        await cluster.Session(Sample.NewId()).Start(Sample.Start(cluster.NowMs));
        Assert.Equal(0, cluster.Storage.Reads);
        Assert.Equal(1, cluster.Storage.Writes);
    }

    [Fact]
    public async Task An_unknown_id_leaves_no_activation_behind()
    {
        await using var cluster = await SessionCluster.Start();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TrackVerdict.Unknown, await cluster.Session(Sample.NewId()).Track(Sample.Event(PlayerEventType.Ping, 1)));
            Assert.Null(await cluster.Session(Sample.NewId()).Read());
        }

        await SessionCluster.Until(async () => await cluster.Activations() == 0);
    }

    [Fact]
    public async Task Events_that_arrive_while_a_write_is_in_flight_share_the_next_one()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        var writes = cluster.Storage.Writes;
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)).AsTask();
        await WriteBegan(cluster);
        var others = Enumerable.Range(1, 100).Select(i => session.Track(Sample.Event(PlayerEventType.BitrateChange, cluster.NowMs + i)).AsTask()).ToArray();
        await SessionCluster.Until(async () => (await session.Read())!.Events.Received == 102);
        Assert.DoesNotContain(others, t => t.IsCompleted);
        gate.SetResult();

        Assert.Equal(TrackVerdict.Accepted, await first);
        Assert.All(await Task.WhenAll(others), verdict => Assert.Equal(TrackVerdict.Accepted, verdict));
        Assert.Equal(2, cluster.Storage.Writes - writes);
    }

    [Fact]
    public async Task A_failed_write_fails_its_callers_and_puts_the_session_back_to_what_is_stored()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        Assert.Equal(TrackVerdict.Accepted, await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)));
        cluster.Storage.Failure = new IOException("disk full");
        var lost = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => session.Track(lost).AsTask());
        cluster.Storage.Failure = null;
        Assert.Equal(0, (await session.Read())!.Metrics.ErrorEvents);

        Assert.Equal(TrackVerdict.Accepted, await session.Track(lost));
        Assert.Equal(1, (await session.Read())!.Metrics.ErrorEvents);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_failure_that_cannot_be_sent_reaches_the_caller_as_the_store_being_away(bool wrapped)
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        var unsendable = new UnsendableException(new Uri("https://database.example.com"));
        cluster.Storage.Failure = wrapped ? new StoreUnavailableException("Redis is away.", unsendable) : unsendable;

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)).AsTask());

        Assert.Null(failure.InnerException);
        Assert.NotEmpty(failure.Message);
    }

    /// <summary>As a database's library has them: Orleans knows no codec for it.</summary>
    private sealed class UnsendableException(Uri server) : Exception($"{server} is away");

    [Fact]
    public async Task A_repeat_is_answered_only_when_the_original_is_stored()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        var play = Sample.Event(PlayerEventType.Play, cluster.NowMs);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var original = session.Track(play);
        await WriteBegan(cluster);
        var repeat = session.Track(play);
        await SessionCluster.Until(async () => (await session.Read())!.Events.Duplicates == 1);
        Assert.False(repeat.IsCompleted);

        gate.SetResult();
        Assert.Equal(TrackVerdict.Accepted, await original);
        Assert.Equal(TrackVerdict.Accepted, await repeat);
    }

    [Fact]
    public async Task Of_two_activations_that_both_hold_a_session_the_loser_learns_it_and_the_retry_succeeds()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));

        // The other activation, somewhere else, has written since.
        var other = new GrainState<ProgressRecord>();
        await cluster.Storage.ReadStateAsync(StoredRecordNames.Progress, GrainId.Create("session", id), other);
        await cluster.Storage.WriteStateAsync(StoredRecordNames.Progress, GrainId.Create("session", id), other);

        var error = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => session.Track(error).AsTask());
        Assert.Equal(TrackVerdict.Accepted, await session.Track(error));
        Assert.Equal(1, (await session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task With_Transitions_a_ping_that_only_lets_time_pass_is_stored_within_a_minute_and_all_else_at_once()
    {
        await using var cluster = await SessionCluster.Start(durability: SessionDurability.Transitions);
        var session = await Open(cluster);
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        var writes = cluster.Storage.Writes;
        var unstoredSince = cluster.NowMs;
        for (var i = 1; i <= 30; i++)
        {
            cluster.Pass(TimeSpan.FromSeconds(10));
            await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs, i * 10));
            if (cluster.Storage.Writes > writes)
            {
                writes = cluster.Storage.Writes;
                unstoredSince = cluster.NowMs;
            }

            Assert.InRange(cluster.NowMs - unstoredSince, 0, 60_000);
        }

        Assert.InRange(writes, 5, 12);
        writes = cluster.Storage.Writes;
        await session.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 1, 300));
        Assert.Equal(writes + 1, cluster.Storage.Writes);
    }

    [Fact]
    public async Task With_Transitions_a_ping_that_came_during_a_write_is_stored_within_a_minute_though_nothing_more_comes()
    {
        await using var cluster = await SessionCluster.Start(durability: SessionDurability.Transitions);
        var session = cluster.Session(Sample.NewId());
        await session.Start(Sample.Start(cluster.NowMs, length: 100_000));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 1_000, 1));
        for (var i = 0; i < 3; i++)
            await WriteBegan(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var error = session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 2_000, 2)).AsTask();
        await WriteBegan(cluster);
        var ping = session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 3_000, 3)).AsTask();
        await SessionCluster.Until(async () => (await session.Read())!.Events.Received == 5);
        cluster.Time.Advance(TimeSpan.FromSeconds(3));
        gate.SetResult();
        await Task.WhenAll(error, ping);
        var writes = cluster.Storage.Writes;

        for (var seconds = 0; seconds < 54; seconds++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await session.Read();
        }

        await SessionCluster.Until(() => Task.FromResult(cluster.Storage.Writes > writes));
    }

    [Fact]
    public async Task A_downloaded_batch_is_one_closed_session_however_often_it_comes()
    {
        await using var cluster = await SessionCluster.Start();
        var session = cluster.Session(Sample.NewId());
        var start = Sample.Start(1_000);
        PlayerEvent[] events = [Sample.Event(PlayerEventType.Ping, 12_000, 10), Sample.Event(PlayerEventType.Play, 2_000)];

        await session.SubmitDownloaded(start, events);
        var writes = cluster.Storage.Writes;
        await session.SubmitDownloaded(start, events);
        var view = await session.Read();

        Assert.Equal(writes, cluster.Storage.Writes);
        Assert.Equal(ClosedBy.Downloaded, view!.ClosedBy);
        Assert.Equal(10_000, view.Metrics.ContentTimeSpentMs);
    }

    [Fact]
    public async Task Half_a_downloaded_batch_is_nothing_until_it_comes_again_and_is_forgotten_if_it_does_not()
    {
        await using var cluster = await SessionCluster.Start();
        await Open(cluster);
        var whole = cluster.Session(Sample.NewId());
        var given = cluster.Session(Sample.NewId());
        PlayerEvent[] events = [Sample.Event(PlayerEventType.Play, 2_000), Sample.Event(PlayerEventType.Ping, 12_000, 10)];
        foreach (var session in new[] { whole, given })
        {
            await HalfSubmit(cluster, session, events);
            Assert.Null(await session.Read());
        }

        await whole.SubmitDownloaded(Sample.Start(1_000), events);
        Assert.Equal(10_000, (await whole.Read())!.Metrics.ContentTimeSpentMs);
        Assert.Null(await given.HandleDeadline());
        Assert.Equal(3, cluster.Storage.Count);
    }

    [Fact]
    public async Task A_failed_write_fails_those_who_wait_for_the_next_one()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)).AsTask();
        await WriteBegan(cluster);
        var others = Enumerable.Range(1, 3).Select(i => session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + i)).AsTask()).ToArray();
        await SessionCluster.Until(async () => (await session.Read())!.Events.Received == 5);
        cluster.Storage.Failure = new IOException("disk full");
        gate.SetResult();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        foreach (var other in others)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => other);
        (cluster.Storage.Failure, cluster.Storage.Gate) = (null, null);
        Assert.Equal(1, (await session.Read())!.Events.Received);
    }

    [Fact]
    public async Task A_store_that_refuses_before_it_begins_fails_its_caller_and_puts_the_session_back()
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        cluster.Storage.Refusal = new IOException("no store");
        var lost = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => session.Track(lost).AsTask());
        cluster.Storage.Refusal = null;

        Assert.Equal(TrackVerdict.Accepted, await session.Track(lost));
        Assert.Equal(1, (await session.Read())!.Metrics.ErrorEvents);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_ends_while_an_event_is_applied_is_told_to_that_event(bool fails)
    {
        await using var cluster = await SessionCluster.Start();
        var session = await Open(cluster);
        var write = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        cluster.Storage.Instead = write.Task;
        var first = session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 1)).AsTask();
        await SessionCluster.Until(async () => (await session.Read())!.Events.Received == 3);
        cluster.Time.OnceInTurn(() =>
        {
            cluster.Storage.Instead = null;
            Assert.True(fails ? write.TrySetException(new IOException("disk full")) : write.TrySetResult());
        });
        var second = session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 2)).AsTask();

        if (fails)
        {
            // It was applied to what the failed write lets go.
            await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        }
        else
        {
            Assert.Equal([TrackVerdict.Accepted, TrackVerdict.Accepted], [await first, await second]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_of_many_senders_at_once_are_all_stored_when_they_are_answered(bool storeFails)
    {
        const int Senders = 8;
        const int Each = 250;
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        cluster.Storage.EndsElsewhere = true;
        var refused = 0;

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                var one = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1 + (sender * Each) + i);
                if (storeFails && sender == 0 && i % 50 == 49)
                    cluster.Storage.FailAfterWrites = 0;
                for (TrackVerdict? verdict = null; verdict is null;)
                {
                    try
                    {
                        verdict = await session.Track(one);
                        Assert.Equal(TrackVerdict.Accepted, verdict);
                    }
                    catch (StoreUnavailableException)
                    {
                        Interlocked.Increment(ref refused);
                        cluster.Storage.FailAfterWrites = null;
                    }
                }
            }
        })));

        Assert.Equal(storeFails, refused > 0);
        cluster.Storage.FailAfterWrites = null;
        await cluster.Deactivate(id);
        Assert.Equal(Senders * Each, (await session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task An_event_for_a_session_that_is_just_being_closed_is_stored_with_it()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await WriteBegan(cluster);
        await WriteBegan(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = session.Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs + 5_000, 5)).AsTask();
        await WriteBegan(cluster);
        var late = session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 3_000, 3)).AsTask();
        await SessionCluster.Until(async () => (await session.Read())!.Events.Received == 4);
        Assert.False(late.IsCompleted);
        gate.SetResult();

        Assert.Equal([TrackVerdict.Accepted, TrackVerdict.Accepted], [await end, await late]);
        await cluster.Deactivate(id);
        Assert.Equal((ClosedBy.SessionEnd, 1), ((await session.Read())!.ClosedBy, (await session.Read())!.Metrics.ErrorEvents));
    }

    [Fact]
    public async Task Whoever_asks_for_a_session_that_is_being_loaded_shares_the_load_and_its_failure()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        await cluster.Deactivate(id);
        cluster.Storage.Failure = new IOException("away");
        var events = Enumerable.Range(1, 5).Select(i => Sample.Event(PlayerEventType.BitrateChange, cluster.NowMs + i)).ToArray();

        foreach (var refused in events.Select(one => session.Track(one).AsTask()).ToArray())
            await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
        cluster.Storage.Failure = null;
        var reads = cluster.Storage.Reads;
        var verdicts = await Task.WhenAll(events.Select(one => session.Track(one).AsTask()));

        Assert.All(verdicts, static verdict => Assert.Equal(TrackVerdict.Accepted, verdict));
        Assert.InRange(cluster.Storage.Reads - reads, 2, 2);
        Assert.Equal(5, (await session.Read())!.Metrics.BitrateChanges);
    }

    [Fact]
    public async Task A_session_whose_store_lost_it_is_unknown_and_never_an_empty_one()
    {
        await using var cluster = await SessionCluster.Start();
        var id = Sample.NewId();
        var session = cluster.Session(id);
        await session.Start(Sample.Start(cluster.NowMs));
        await session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await cluster.Deactivate(id);
        cluster.Storage.LoseEverything();

        Assert.Equal(TrackVerdict.Unknown, await session.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 1)));
        Assert.Null(await session.Read());
        Assert.Equal(0, cluster.Storage.Count);
    }

    /// <summary>The store fails between the two records of a batch.</summary>
    private static async Task HalfSubmit(SessionCluster cluster, ISessionGrain session, PlayerEvent[] events)
    {
        cluster.Storage.FailAfterWrites = 1;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => session.SubmitDownloaded(Sample.Start(1_000), events));
        cluster.Storage.FailAfterWrites = null;
    }

    private static async Task<ISessionGrain> Open(SessionCluster cluster)
    {
        var session = cluster.Session(Sample.NewId());
        try
        {
            await session.Start(Sample.Start(cluster.NowMs, length: 3_600));
        }
        catch (TimeoutException)
        {
            // A machine that is busy with silos which have just started may take longer than the 2 s of this call; front doors too try again.
            await SessionCluster.Until(async () => await session.Read() is not null);
        }

        Assert.True(await cluster.Storage.Began.WaitAsync(0));
        return session;
    }

    private static async Task WriteBegan(SessionCluster cluster) => Assert.True(await cluster.Storage.Began.WaitAsync(TimeSpan.FromSeconds(10)));
}
