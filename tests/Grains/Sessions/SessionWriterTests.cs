namespace SessionGrains.Grains.Tests.Sessions;

/// <summary>The writer alone: no Orleans, no store.</summary>
public sealed class SessionWriterTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly HeldRecord _record = new();
    private readonly Session _session;

    public SessionWriterTests() => _session = Session.Start(Sample.Start(NowMs, length: 100_000), NowMs, SessionTimeouts.Default);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void What_is_stored_is_not_stored_again()
    {
        var writer = Writer();

        Assert.True(writer.Store().IsCompletedSuccessfully);
        Assert.Empty(_record.Writes);
    }

    [Fact]
    public Task A_session_that_was_never_stored_is() => InTurns(async () =>
    {
        var writer = new SessionWriter(_session, _record, SessionDurability.EveryEvent, _time, isStored: false);

        var write = writer.Flush();
        _record.End(0);
        await write;

        Assert.Single(_record.Writes);
    });

    [Fact]
    public Task Changes_while_a_write_is_in_flight_share_the_next_one() => InTurns(async () =>
    {
        var writer = Writer();
        Track(PlayerEventType.Play, 0);
        var first = writer.Store();
        var others = Enumerable.Range(1, 3).Select(i =>
        {
            Track(PlayerEventType.Error, i);
            return writer.Store();
        }).ToArray();

        Assert.Single(_record.Writes);
        _record.End(0);
        await first;
        Assert.DoesNotContain(others, static other => other.IsCompleted);
        Assert.Equal(5, Assert.Single(_record.Writes.Skip(1)).Received);
        _record.End(1);

        await Task.WhenAll(others);
        Assert.Equal(2, _record.Writes.Count);
    });

    [Fact]
    public Task A_repeat_waits_for_the_write_that_has_its_original() => InTurns(async () =>
    {
        var writer = Writer();
        var play = Sample.Event(PlayerEventType.Play, NowMs);
        _session.Track(play, NowMs);
        var original = writer.Store();
        _session.Track(play, NowMs);
        var repeat = writer.Store();

        Assert.False(repeat.IsCompleted);
        _record.End(0);
        await Task.WhenAll(original, repeat);
        Assert.Single(_record.Writes);
    });

    [Fact]
    public Task A_write_that_fails_while_three_others_wait_fails_all_four_and_whoever_comes_later() => InTurns(async () =>
    {
        var writer = Writer();
        Track(PlayerEventType.Play, 0);
        var waiting = new List<Task> { writer.Store() };
        for (var i = 1; i <= 3; i++)
        {
            Track(PlayerEventType.Error, i);
            waiting.Add(writer.Store());
        }

        Assert.False(writer.HasFailed);
        _record.End(0, new StoreUnavailableException("The disk is full."));

        foreach (var one in waiting)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        Assert.True(writer.HasFailed);
        Track(PlayerEventType.Error, 9);
        await Assert.ThrowsAsync<StoreUnavailableException>(writer.Store);
        await Assert.ThrowsAsync<StoreUnavailableException>(writer.Flush);
        Assert.Single(_record.Writes);
    });

    [Fact]
    public Task A_store_that_refuses_at_once_fails_the_writer_too() => InTurns(async () =>
    {
        _record.Refusal = new IOException("no store");
        var writer = Writer();
        Track(PlayerEventType.Play, 0);

        await Assert.ThrowsAsync<IOException>(writer.Store);
        Assert.True(writer.HasFailed);
        await writer.Settle();
    });

    [Fact]
    public Task The_loser_of_two_activations_learns_it_from_its_write_and_stores_nothing_more() => InTurns(async () =>
    {
        var writer = Writer();
        Track(PlayerEventType.Play, 0);
        var write = writer.Store();
        _record.End(0, new InconsistentStateException("Another one has stored it."));

        await Assert.ThrowsAsync<InconsistentStateException>(() => write);
        await Assert.ThrowsAsync<InconsistentStateException>(writer.Flush);
        Assert.Single(_record.Writes);
    });

    [Fact]
    public Task Leaving_between_an_event_and_its_write_stores_what_is_left() => InTurns(async () =>
    {
        var writer = Writer(SessionDurability.Transitions);
        await Play(writer);
        Track(PlayerEventType.Ping, 10_000);
        Assert.True(writer.Store().IsCompletedSuccessfully);

        var left = writer.Flush();
        Assert.Equal(2, _record.Writes.Count);
        _record.End(1);
        await left;

        Assert.True(writer.Flush().IsCompletedSuccessfully);
    });

    [Fact]
    public Task Leaving_while_a_write_is_in_flight_waits_for_it_and_stores_what_came_since() => InTurns(async () =>
    {
        var writer = Writer(SessionDurability.Transitions);
        Track(PlayerEventType.Play, 0);
        _ = writer.Store();
        Track(PlayerEventType.Ping, 10_000);

        var left = writer.Flush();
        _record.End(0);
        Assert.False(left.IsCompleted);
        await _record.HasBegun(2);
        _record.End(1);

        await left;
    });

    [Fact]
    public Task A_ping_that_only_lets_time_pass_waits_for_at_most_50_seconds_with_Transitions() => InTurns(async () =>
    {
        var writer = Writer(SessionDurability.Transitions);
        await Play(writer);
        var storedAt = NowMs;
        Assert.Equal(_session.NextDeadlineMs, writer.WakeAtMs);

        for (var seconds = 10; seconds <= 40; seconds += 10)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(TrackVerdict.Accepted, _session.Track(Sample.Event(PlayerEventType.Ping, NowMs, seconds), NowMs));
            Assert.True(writer.Store().IsCompletedSuccessfully);
            Assert.Equal(storedAt + 50_000, writer.WakeAtMs);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        _session.Track(Sample.Event(PlayerEventType.Ping, NowMs, 50), NowMs);
        Assert.False(writer.Store().IsCompleted);
        Assert.Equal(2, _record.Writes.Count);
        Assert.Equal(_session.NextDeadlineMs, writer.WakeAtMs);
    });

    [Fact]
    public Task A_slow_store_gets_one_write_at_a_time_and_each_has_all_that_came_before_it() => InTurns(async () =>
    {
        var writer = Writer();
        var all = new List<Task>();
        for (var i = 0; i < 50; i++)
        {
            Track(PlayerEventType.Error, i);
            all.Add(writer.Store());
            if (i % 10 == 9)
            {
                _record.End(_record.Writes.Count - 1);
                await _record.HasBegun(_record.Writes.Count);
                Assert.True(_record.InFlight <= 1);
            }
        }

        for (var patience = 0; all.Exists(static one => !one.IsCompleted); patience++)
        {
            Assert.True(patience < 10_000, "it never ends");
            if (_record.InFlight > 0)
                _record.End(_record.Writes.Count - 1);
            await Task.Yield();
        }

        await Task.WhenAll(all);
        Assert.InRange(_record.Writes.Count, 2, 8);
        Assert.Equal(51, _record.Writes[^1].Received);
    });

    [Fact]
    public Task An_event_for_a_session_that_is_just_being_closed_is_in_a_write_of_its_own() => InTurns(async () =>
    {
        var writer = Writer();
        Track(PlayerEventType.Play, 0);
        Track(PlayerEventType.SessionEnd, 5_000);
        var end = writer.Store();
        Assert.Equal(TrackVerdict.Accepted, Track(PlayerEventType.PauseStart, 3_000));
        var late = writer.Store();

        Assert.Equal(ClosedBy.SessionEnd, _session.ClosedBy);
        _record.End(0);
        await end;
        Assert.False(late.IsCompleted);
        await _record.HasBegun(2);
        _record.End(1);
        await late;
        Assert.Equal(4, _record.Writes[1].Received);
    });

    [Fact]
    public Task Settling_waits_for_the_write_in_flight_and_the_next_however_they_end() => InTurns(async () =>
    {
        var writer = Writer();
        await writer.Settle();
        Track(PlayerEventType.Play, 0);
        var first = writer.Store();
        Track(PlayerEventType.Error, 1);
        var second = writer.Store();

        var settled = writer.Settle();
        _record.End(0);
        await first;
        Assert.False(settled.IsCompleted);
        await _record.HasBegun(2);
        _record.End(1, new StoreUnavailableException("away"));
        await settled;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
    });

    /// <summary>As the turns of a grain, one at a time: a writer is not thread-safe, and what follows an await would run beside the test otherwise.</summary>
    private static Task InTurns(Func<Task> test) =>
        Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>Stores a session that plays and whose playhead has begun to move.</summary>
    private async Task Play(SessionWriter writer)
    {
        Track(PlayerEventType.Play, 0);
        Track(PlayerEventType.Ping, 1_000);
        var play = writer.Store();
        _record.End(0);
        await play;
    }

    private SessionWriter Writer(SessionDurability durability = SessionDurability.EveryEvent) => new(_session, _record, durability, _time);

    private TrackVerdict Track(PlayerEventType type, long afterMs) => _session.Track(Sample.Event(type, NowMs + afterMs, afterMs / 1000), NowMs);

    /// <summary>Writes end when the test says so.</summary>
    private sealed class HeldRecord : ISessionRecord
    {
        private readonly List<TaskCompletionSource> _ends = [];

        /// <summary>What the session was at each write.</summary>
        public List<EventCounts> Writes { get; } = [];

        public Exception? Refusal { get; set; }

        public int InFlight => _ends.Count(static end => !end.Task.IsCompleted);

        public Task Write(Session session)
        {
            if (Refusal is { } refusal)
                throw refusal;

            Writes.Add(session.Counts);
            _ends.Add(new());
            return _ends[^1].Task;
        }

        public void End(int write, Exception? failure = null)
        {
            if (failure is null)
                _ends[write].TrySetResult();
            else
                _ends[write].TrySetException(failure);
        }

        /// <summary>Awaits that so many writes have begun.</summary>
        public async Task HasBegun(int writes)
        {
            for (var patience = 0; Writes.Count < writes; patience++)
            {
                Assert.True(patience < 10_000, "it never begins");
                await Task.Yield();
            }
        }
    }
}
