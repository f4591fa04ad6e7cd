namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>Events of a front door in the silo's own process: turns without a message, and with the same promises.</summary>
public sealed class LocalSessionsTests
{
    [Fact]
    public async Task An_event_without_a_message_counts_and_is_answered_when_it_is_stored()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var verdict = here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await here.WriteBegan();
        Assert.False(verdict.IsCompleted);
        gate.SetResult();

        Assert.Equal(TrackVerdict.Accepted, await verdict);
        Assert.Equal(2, (await here.Session.Read())!.Events.Received);
    }

    [Fact]
    public async Task It_is_a_turn_of_the_session_so_none_overlaps_with_another()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var (inside, overlaps) = (0, 0);
        var turns = Enumerable.Range(1, 200).Select(i => Task.Run(async () =>
        {
            var done = new TaskCompletionSource();
            here.Scheduler.QueueAction(() =>
            {
                if (Interlocked.Increment(ref inside) != 1)
                    Interlocked.Increment(ref overlaps);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                done.SetResult();
            });
            var one = Sample.Event(PlayerEventType.Error, cluster.NowMs + i);
            Assert.Equal(TrackVerdict.Accepted, await here.Track(one) ?? await here.Session.Track(one));
            await done.Task;
        })).ToArray();
        await Task.WhenAll(turns);

        Assert.Equal(0, overlaps);
        Assert.Equal(200, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task While_a_write_is_in_flight_an_event_must_be_a_call_and_shares_the_next_one()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var writes = cluster.Storage.Writes;
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await here.WriteBegan();
        Assert.Null(await here.Track(Sample.Event(PlayerEventType.BitrateChange, cluster.NowMs + 1)));
        var calls = Enumerable.Range(1, 20).Select(i => here.Session.Track(Sample.Event(PlayerEventType.BitrateChange, cluster.NowMs + i)).AsTask()).ToArray();
        await SessionCluster.Until(async () => (await here.Session.Read())!.Events.Received == 22);
        Assert.DoesNotContain(calls, static call => call.IsCompleted);
        gate.SetResult();

        Assert.Equal(TrackVerdict.Accepted, await first);
        Assert.All(await Task.WhenAll(calls), static verdict => Assert.Equal(TrackVerdict.Accepted, verdict));
        Assert.Equal(2, cluster.Storage.Writes - writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_write_fails_its_caller_and_puts_the_session_back_to_what_is_stored(bool atOnce)
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        Assert.Equal(TrackVerdict.Accepted, await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)));
        (cluster.Storage.Failure, cluster.Storage.Refusal) = (new IOException("disk full"), atOnce ? new IOException("no store") : null);
        var lost = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => here.Track(lost));
        (cluster.Storage.Failure, cluster.Storage.Refusal) = (null, null);
        Assert.Equal(0, (await here.Session.Read())!.Metrics.ErrorEvents);

        // It is loaded again by the call.
        Assert.Equal(TrackVerdict.Accepted, await here.Session.Track(lost));
        Assert.Equal(TrackVerdict.Accepted, await here.Track(lost));
        Assert.Equal(1, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task The_loser_of_two_activations_learns_it_and_leaves()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));

        // The other activation, somewhere else, has written since.
        var other = new GrainState<ProgressRecord>();
        await cluster.Storage.ReadStateAsync(StoredRecordNames.Progress, GrainId.Create("session", here.Id), other);
        await cluster.Storage.WriteStateAsync(StoredRecordNames.Progress, GrainId.Create("session", here.Id), other);

        var error = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => here.Track(error));
        await SessionCluster.Until(async () => await cluster.Activations() == 0);
        Assert.Null(await here.Track(error));
        Assert.Equal(TrackVerdict.Accepted, await here.Session.Track(error));
        Assert.Equal(1, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task What_meets_a_deadline_must_be_a_call()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));

        // Past its deadline, and the wheel has not turned.
        cluster.Time.AdjustTime(cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(14));
        Assert.Null(await here.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs)));
        Assert.Equal(ClosedBy.Idle, (await here.Session.Read())!.ClosedBy);
    }

    [Fact]
    public async Task One_event_in_a_quarter_of_an_hour_is_a_call_so_that_Orleans_sees_the_session_in_use()
    {
        await using var cluster = await SessionCluster.Start(durability: SessionDurability.Transitions);
        var here = await Here.Open(cluster);
        await here.Session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        var answers = new List<TrackVerdict?>();
        for (var i = 1; i <= 99; i++)
        {
            cluster.Pass(TimeSpan.FromSeconds(10));
            var ping = Sample.Event(PlayerEventType.Ping, cluster.NowMs, i * 10);
            answers.Add(await here.Track(ping));
            if (answers[^1] is null)
                await here.Session.Track(ping);
        }

        var call = Assert.Single(answers, static answer => answer is null);
        Assert.InRange(answers.IndexOf(call), 83, 90);
    }

    [Fact]
    public async Task A_session_that_has_left_is_not_here_and_one_that_leaves_stores_what_it_took()
    {
        await using var cluster = await SessionCluster.Start(silos: 2, durability: SessionDurability.Transitions);
        var here = await Here.Open(cluster);
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        Assert.Equal(TrackVerdict.Accepted, await here.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 10_000, 10)));

        var grainId = GrainId.Create("session", here.Id);
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(here.Silo)).SiloAddress;
        await cluster.Silos.MigrateAsync(grainId, target);
        Assert.Null(await here.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 15_000, 15)));

        Assert.Equal(TrackVerdict.Accepted, await here.Session.Track(Sample.Event(PlayerEventType.PauseStart, cluster.NowMs + 15_000, 15)));
        Assert.Equal(15_000, (await here.Session.Read())!.Metrics.ContentTimeSpentMs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_of_both_ways_at_once_are_all_stored_when_they_are_answered(bool storeFails)
    {
        const int Senders = 8;
        const int Each = 250;
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        cluster.Storage.EndsElsewhere = true;
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
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
                        verdict = (i + sender) % 2 == 0 ? await here.Session.Track(one) : await here.Track(one) ?? await here.Session.Track(one);
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
        await cluster.Deactivate(here.Id);
        Assert.Equal(Senders * Each, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task An_id_that_is_not_here_is_not_found()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);

        Assert.Null(await here.Sessions.Track(IdSpan.Create(Sample.NewId()), Sample.Event(PlayerEventType.Play, 1)));
    }

    /// <summary>A session and the silo that has it.</summary>
    private sealed class Here
    {
        private readonly SessionCluster _cluster;

        private Here(SessionCluster cluster, string id)
        {
            Assert.True(cluster.Silos.TryGetGrainContext(GrainId.Create("session", id), out var context));
            (_cluster, Id, Silo, Scheduler) = (cluster, id, context!.Address.SiloAddress!, context.Scheduler);
            Sessions = (LocalSessions)context.ActivationServices.GetService(typeof(LocalSessions))!;
        }

        public string Id { get; }

        public SiloAddress Silo { get; }

        public IWorkItemScheduler Scheduler { get; }

        public LocalSessions Sessions { get; }

        public ISessionGrain Session => _cluster.Session(Id);

        public static async Task<Here> Open(SessionCluster cluster)
        {
            var id = Sample.NewId();
            await cluster.Session(id).Start(Sample.Start(cluster.NowMs));
            Assert.True(await cluster.Storage.Began.WaitAsync(TimeSpan.FromSeconds(10)));
            return new(cluster, id);
        }

        /// <summary>The verdict; null where the session must be called.</summary>
        public Task<TrackVerdict?> Track(PlayerEvent playerEvent) => Sessions.Track(IdSpan.Create(Id), playerEvent);

        public async Task WriteBegan() => Assert.True(await _cluster.Storage.Began.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
