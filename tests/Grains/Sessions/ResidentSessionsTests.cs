using Orleans.Runtime;
using Orleans.Storage;
using SessionGrains.Messages;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>Events of a front door in the silo's own process: without a message, and with the same promises.</summary>
public sealed class ResidentSessionsTests
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
    public async Task Events_one_after_the_other_are_each_stored_and_a_repeat_counts_once()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var writes = cluster.Storage.Writes;
        var play = Sample.Event(PlayerEventType.Play, cluster.NowMs);
        foreach (var one in new[] { play, Sample.Event(PlayerEventType.Error, cluster.NowMs + 1), Sample.Event(PlayerEventType.Error, cluster.NowMs + 2), play })
            Assert.Equal(TrackVerdict.Accepted, await here.Track(one));

        // The repeat finds its original stored.
        Assert.Equal(3, cluster.Storage.Writes - writes);
        await cluster.Deactivate(here.Id);
        Assert.Equal(2, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task While_a_write_is_in_flight_an_event_must_be_a_message_and_shares_the_next_one()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var writes = cluster.Storage.Writes;
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await here.WriteBegan();

        var error = Sample.Event(PlayerEventType.Error, cluster.NowMs + 1);
        Assert.Null(await here.Track(error));
        var messages = Enumerable.Range(1, 20).Select(i => here.Session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + i)).AsTask()).ToArray();
        await SessionCluster.Until(async () => (await here.Session.Read())!.Events.Received == 22);
        Assert.DoesNotContain(messages, static message => message.IsCompleted);
        gate.SetResult();

        Assert.Equal(TrackVerdict.Accepted, await first);
        Assert.All(await Task.WhenAll(messages), static verdict => Assert.Equal(TrackVerdict.Accepted, verdict));
        Assert.Equal(2, cluster.Storage.Writes - writes);
        Assert.Equal(TrackVerdict.Accepted, await here.Track(error));
        Assert.Equal(21, (await here.Session.Read())!.Metrics.ErrorEvents);
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

        // The session was let go and is read again by the message.
        Assert.Equal(TrackVerdict.Accepted, await here.Session.Track(lost));
        Assert.Equal(TrackVerdict.Accepted, await here.Track(lost));
        Assert.Equal(1, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task A_failed_write_fails_those_who_wait_for_the_next_one()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var gate = cluster.Storage.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        await here.WriteBegan();
        var second = here.Session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 1)).AsTask();
        await SessionCluster.Until(async () => (await here.Session.Read())!.Events.Received == 3);
        cluster.Storage.Failure = new IOException("disk full");
        gate.SetResult();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        (cluster.Storage.Failure, cluster.Storage.Gate) = (null, null);
        Assert.Equal(1, (await here.Session.Read())!.Events.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_ends_while_a_message_is_applied_is_told_to_that_message(bool fails)
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        var write = new TaskCompletionSource();
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        cluster.Storage.Instead = write.Task;
        var first = here.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 1));
        await SessionCluster.Until(async () => (await here.Session.Read())!.Events.Received == 3);
        cluster.Time.OnceInTurn(() =>
        {
            cluster.Storage.Instead = null;
            Assert.True(fails ? write.TrySetException(new IOException("disk full")) : write.TrySetResult());
        });
        var second = here.Session.Track(Sample.Event(PlayerEventType.Error, cluster.NowMs + 2)).AsTask();

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

        await cluster.Deactivate(here.Id);
        Assert.Equal(fails ? 0 : 2, (await here.Session.Read())!.Metrics.ErrorEvents);
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
        Assert.False(here.IsHere);
        Assert.Equal(TrackVerdict.Accepted, await here.Session.Track(error));
        Assert.Equal(1, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public async Task What_closes_the_session_must_be_a_message()
    {
        await using var cluster = await SessionCluster.Start();
        var (ending, idle) = (await Here.Open(cluster), await Here.Open(cluster));
        await ending.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));

        Assert.Null(await ending.Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs + 1)));
        await ending.Session.Track(Sample.Event(PlayerEventType.SessionEnd, cluster.NowMs + 1));
        Assert.Null(await ending.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 2)));

        // Past its deadline, and the wheel has not turned.
        cluster.Time.AdjustTime(cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(14));
        Assert.Null(await idle.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs)));
        Assert.Equal(ClosedBy.Idle, (await idle.Session.Read())!.ClosedBy);
    }

    [Fact]
    public async Task A_session_that_is_watched_gets_messages()
    {
        await using var cluster = await SessionCluster.Start();
        var here = await Here.Open(cluster);
        Assert.NotNull(await here.Session.Watch(null, TimeSpan.Zero));

        Assert.Null(await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs)));
    }

    [Fact]
    public async Task One_event_in_a_quarter_of_an_hour_is_a_message_so_that_Orleans_sees_the_session_in_use()
    {
        await using var cluster = await SessionCluster.Start(durability: SessionDurability.Transitions);
        var here = await Here.Open(cluster);
        await here.Session.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        var answers = new List<TrackVerdict?>();
        for (var i = 1; i <= 99; i++)
        {
            cluster.Pass(TimeSpan.FromSeconds(10));
            var ping = Sample.Event(PlayerEventType.Ping, cluster.NowMs, i * 10);

            // A sweep may be at the session in this very moment, which has it be a message too: what must be one stays so.
            var answer = await here.Track(ping);
            for (var patience = 20; answer is null && patience > 0; patience--)
            {
                await Task.Delay(5);
                answer = await here.Track(ping);
            }

            answers.Add(answer);
            if (answer is null)
                await here.Session.Track(ping);
        }

        var message = Assert.Single(answers, static answer => answer is null);
        Assert.InRange(answers.IndexOf(message), 83, 90);
    }

    [Fact]
    public async Task A_session_that_has_left_is_not_here()
    {
        await using var cluster = await SessionCluster.Start(silos: 2, durability: SessionDurability.Transitions);
        var here = await Here.Open(cluster);
        await here.Track(Sample.Event(PlayerEventType.Play, cluster.NowMs));
        Assert.Equal(TrackVerdict.Accepted, await here.Track(Sample.Event(PlayerEventType.Ping, cluster.NowMs + 10_000, 10)));

        var grainId = GrainId.Create("session", here.Id);
        var target = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(here.Silo)).SiloAddress;
        await cluster.Silos.MigrateAsync(grainId, target);
        Assert.False(here.IsHere);

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
        var (byTurn, byMessage, refused) = (0, 0, 0);

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
                        verdict = await here.Track(one);
                        Interlocked.Increment(ref verdict is null ? ref byMessage : ref byTurn);
                        verdict ??= await here.Session.Track(one);
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

        Assert.True(byTurn > 0 && byMessage > 0 && refused > 0 == storeFails, $"{byTurn} by turn, {byMessage} by message, {refused} refused");
        cluster.Storage.FailAfterWrites = null;
        await cluster.Deactivate(here.Id);
        Assert.Equal(Senders * Each, (await here.Session.Read())!.Metrics.ErrorEvents);
    }

    [Fact]
    public void An_id_that_is_not_here_is_not_found() => Assert.False(new ResidentSessions().TryTrack(IdSpan.Create(Sample.NewId()), Sample.Event(PlayerEventType.Play, 1), out _));

    /// <summary>A session and the silo that has it.</summary>
    private sealed class Here
    {
        private readonly SessionCluster _cluster;
        private readonly ResidentSessions _residents;

        private Here(SessionCluster cluster, string id)
        {
            Assert.True(cluster.Silos.TryGetGrainContext(GrainId.Create("session", id), out var context));
            (_cluster, Id, Silo) = (cluster, id, context!.Address.SiloAddress!);
            _residents = (ResidentSessions)context.ActivationServices.GetService(typeof(ResidentSessions))!;
        }

        public string Id { get; }

        public SiloAddress Silo { get; }

        public ISessionGrain Session => _cluster.Session(Id);

        public bool IsHere => _residents.Has(IdSpan.Create(Id));

        public static async Task<Here> Open(SessionCluster cluster)
        {
            var id = Sample.NewId();
            await cluster.Session(id).Start(Sample.Start(cluster.NowMs));
            Assert.True(await cluster.Storage.Began.WaitAsync(TimeSpan.FromSeconds(10)));
            return new(cluster, id);
        }

        /// <summary>The verdict; null where the event must come as a message.</summary>
        public async Task<TrackVerdict?> Track(PlayerEvent playerEvent) =>
            _residents.TryTrack(IdSpan.Create(Id), playerEvent, out var verdict) ? await verdict : null;

        public async Task WriteBegan() => Assert.True(await _cluster.Storage.Began.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
