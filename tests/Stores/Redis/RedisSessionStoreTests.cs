using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Stores.Tests;

[NeedsRedis]
public sealed class RedisSessionStoreTests
{
    [StoreFact]
    public async Task Sessions_of_a_newer_program_refuse_the_start_and_name_that_program()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using (await StoreUnderTest.RedisAsync(redis))
        {
        }

        await using var connection = await redis.ConnectAsync();
        Assert.Equal(ProgramVersion.Text, await connection.GetDatabase().StringGetAsync("{sg:test}:format-writer"));
        await connection.GetDatabase().StringSetAsync([new("{sg:test}:layout", "6/1"), new("{sg:test}:format-writer", "0.3.0")]);

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.RedisAsync(redis));
        Assert.Equal(
            $"What Redis has of service 'test' was written by SessionGrains 0.3.0 (format 6); this is {ProgramVersion.Text}, which reads format 5: start that version or a newer one, or give the cluster another Cluster:ServiceId.",
            refusal.Message);
    }

    [StoreFact]
    public async Task Sessions_of_another_version_with_the_same_format_are_used()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using (await StoreUnderTest.RedisAsync(redis))
        {
        }

        await using var connection = await redis.ConnectAsync();
        await connection.GetDatabase().StringSetAsync("{sg:test}:format-writer", "0.3.0");

        await using var store = await StoreUnderTest.RedisAsync(redis);
        Assert.Equal("0.3.0", await connection.GetDatabase().StringGetAsync("{sg:test}:format-writer"));
    }

    [StoreFact]
    public async Task A_server_that_is_killed_and_comes_back_has_lost_nothing_that_was_acknowledged()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        using var stop = new CancellationTokenSource();
        var sessions = Enumerable.Range(0, 20).Select(_ => new TestSession()).ToArray();
        var acknowledged = new int[sessions.Length];
        var players = sessions.Select((session, i) => Task.Run(() => PlayAsync(i))).ToArray();

        for (var kill = 0; kill < 2; kill++)
        {
            await UntilAsync(() => Task.FromResult(acknowledged.Sum() > 200 * (kill + 1)));
            await redis.KillAsync();
            var asked = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => new TestSession().WriteAsync(store.Storage, "lost"));
            Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(4.9));
            await redis.StartAgainAsync();
            var back = Stopwatch.GetTimestamp();
            var before = acknowledged.Sum();
            await UntilAsync(() => Task.FromResult(acknowledged.Sum() > before));
            Assert.True(Stopwatch.GetElapsedTime(back) < TimeSpan.FromSeconds(10));
        }

        await stop.CancelAsync();
        await Task.WhenAll(players);
        for (var i = 0; i < sessions.Length; i++)
            Assert.True(int.Parse((await sessions[i].ReadContentAsync(store.Storage))!, null) >= acknowledged[i]);

        async Task PlayAsync(int i)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await sessions[i].WriteAsync(store.Storage, $"{acknowledged[i] + 1}");
                    acknowledged[i]++;
                }
                catch (Exception e) when (e is StoreUnavailableException or Orleans.Storage.InconsistentStateException)
                {
                    await Task.Delay(20);
                    await ReadAgainAsync(sessions[i]);
                }
            }
        }

        // As a grain does: the fate of a failed write is unknown, and a read tells.
        async Task ReadAgainAsync(TestSession session)
        {
            try
            {
                session.Progress.ETag = (await session.ReadAsync(store.Storage)).ETag;
            }
            catch (StoreUnavailableException)
            {
            }
        }
    }

    [StoreFact]
    public async Task A_hung_server_fails_reads_and_writes_in_time()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var session = new TestSession();
        await session.WriteAsync(store.Storage, "one");
        await redis.FreezeAsync();
        var asked = Stopwatch.GetTimestamp();
        var (write, read) = (session.WriteAsync(store.Storage, "two"), session.ReadContentAsync(store.Storage));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => read);
        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(4.9));
        await redis.ThawAsync();

        await UntilAsync(async () =>
        {
            try
            {
                return await new TestSession().ReadContentAsync(store.Storage) is null;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
    }

    [StoreFact]
    public async Task A_server_without_memory_fails_whole_batches_and_takes_them_when_it_has_some()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        await using var connection = await redis.ConnectAsync();
        var server = connection.GetServer(redis.ConnectionString);
        await server.ConfigSetAsync("maxmemory", "1mb");
        var session = new TestSession();
        session.Record.Report = "once"u8.ToArray();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => session.WriteAsync(store.Storage, "closed"));
        Assert.Contains("OOM", refused.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Null(await session.ReadContentAsync(store.Storage));

        await server.ConfigSetAsync("maxmemory", "0");
        await session.WriteAsync(store.Storage, "closed");
        Assert.Single(await store.Backend.ReadAsync(null, 10));
    }

    [StoreFact]
    public async Task A_server_that_forgot_the_script_is_told_it_again()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var session = new TestSession();
        await session.WriteAsync(store.Storage, "one");
        await using var connection = await redis.ConnectAsync();
        await connection.GetServer(redis.ConnectionString).ScriptFlushAsync();
        await session.WriteAsync(store.Storage, "two");

        Assert.Equal("two", await session.ReadContentAsync(store.Storage));
    }

    [StoreFact]
    public async Task A_closed_session_expires_with_all_its_records()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var session = new TestSession();
        var start = new GrainState<TestRecord> { State = new TestRecord() };
        await store.Storage.WriteStateAsync(StoredRecordNames.Start, session.GrainId, start);
        session.Record.ExpiresAtMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        session.Record.Descriptions = "described"u8.ToArray();
        await session.WriteAsync(store.Storage, "closed");
        session.Record.Descriptions = null;
        session.Record.ExpiresAtMs = null;
        await session.WriteAsync(store.Storage, "closed, and written again");

        await AssertExpiresInAnHourAsync(redis, session, StoredRecordNames.Start);
        await AssertExpiresInAnHourAsync(redis, session, StoredRecordNames.Progress);
        await AssertExpiresInAnHourAsync(redis, session, StoredRecordNames.Descriptions);
        Assert.Equal("described"u8.ToArray(), (await store.Storage.ReadDescriptionsAsync(session.GrainId)).ToArray());
    }

    /// <summary>Lua gives a command 8,000 values at most: with more at once the whole batch would be refused.</summary>
    [StoreFact]
    public async Task A_batch_of_more_records_than_one_command_takes_is_stored_whole()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis, limits: new() { BatchRecords = 10_000 });
        var sessions = Enumerable.Range(0, 5_001).Select(_ => new TestSession()).ToArray();
        store.Backend.Close();
        var first = sessions[0].WriteAsync(store.Storage, sessions[0].Id);
        await store.Backend.Arrived;
        var others = sessions[1..].Select(session => session.WriteAsync(store.Storage, session.Id)).ToArray();
        store.Backend.Open();
        await first;
        await Task.WhenAll(others);

        Assert.Equal([1, 5_000], store.Backend.Batches);
        var stored = await Task.WhenAll(sessions.Select(session => session.ReadContentAsync(store.Storage)));
        Assert.Equal(sessions.Select(session => session.Id), stored);
    }

    /// <summary>As the minutes of the live counts are: under an id of their own, and not "progress".</summary>
    [StoreFact]
    public async Task A_record_of_another_name_expires_too()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var session = new TestSession();
        session.Record.ExpiresAtMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await store.Storage.WriteStateAsync("minute", session.GrainId, session.Progress);

        await AssertExpiresInAnHourAsync(redis, session, "minute");
    }

    /// <summary>The expiry is marked in the stored version: no writer sees that, neither one that goes on nor one that has just read.</summary>
    [StoreFact]
    public async Task A_record_that_expires_has_the_version_that_its_writers_count()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis);
        var session = new TestSession();
        await session.WriteAsync(store.Storage, "one");
        session.Record.ExpiresAtMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await session.WriteAsync(store.Storage, "two");
        var late = session.Twin();
        await session.WriteAsync(store.Storage, "three");

        var refused = await Assert.ThrowsAsync<InconsistentStateException>(() => late.WriteAsync(store.Storage, "lost"));
        Assert.Equal(("3", "2"), (refused.StoredEtag, refused.CurrentEtag));
        var read = await session.ReadAsync(store.Storage);
        Assert.Equal("3", read.ETag);
        read.State!.Content = "four"u8.ToArray();
        await store.Storage.WriteStateAsync(StoredRecordNames.Progress, session.GrainId, read);
        Assert.Equal("four", await session.ReadContentAsync(store.Storage));
        await store.Storage.ClearStateAsync(StoredRecordNames.Progress, session.GrainId, read);
        Assert.Null(await session.ReadContentAsync(store.Storage));
    }

    /// <summary>Among others of its batch, and with its expiry.</summary>
    [StoreFact]
    public async Task A_refused_write_leaves_what_is_stored_as_it_is()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = await StoreUnderTest.RedisAsync(redis, partitions: 1);
        var (newer, expiring, removed, sound) = (new TestSession(), new TestSession(), new TestSession(), new TestSession());
        TestSession[] sessions = [newer, expiring, removed, sound];
        foreach (var session in sessions)
            await session.WriteAsync(store.Storage, "one");
        TestSession[] late = [newer.Twin(), expiring.Twin(), removed.Twin()];
        expiring.Record.ExpiresAtMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await newer.WriteAsync(store.Storage, "two");
        await expiring.WriteAsync(store.Storage, "two");
        await removed.ClearAsync(store.Storage);

        store.Backend.Close();
        var first = new TestSession().WriteAsync(store.Storage, "holds the next ones together");
        await store.Backend.Arrived;
        var refused = late.Select(session => session.WriteAsync(store.Storage, "late")).ToArray();
        var stored = sound.WriteAsync(store.Storage, "two");
        store.Backend.Open();
        await first;
        await stored;

        foreach (var write in refused)
            await Assert.ThrowsAsync<InconsistentStateException>(() => write);
        Assert.Equal(4, store.Backend.Batches[^1]);
        Assert.Equal((string?[])["two", "two", null, "two"], await Task.WhenAll(sessions.Select(session => session.ReadContentAsync(store.Storage))));
        await AssertExpiresInAnHourAsync(redis, expiring, StoredRecordNames.Progress);
        Assert.Null(await ExpiryAsync(redis, newer, StoredRecordNames.Progress));
    }

    [StoreFact]
    public async Task Reports_go_after_their_retention()
    {
        await using var redis = await RedisProcess.StartAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var store = await StoreUnderTest.RedisAsync(redis, clock: clock);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ =>
        {
            var session = new TestSession();
            session.Record.Report = new byte[100];
            return session.WriteAsync(store.Storage, "closed");
        }));
        clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(300, (await store.Backend.ReadAsync(null, 1000)).Count);
        clock.Advance(TimeSpan.FromDays(2));

        // Redis drops whole nodes of a stream, so some of the last may stay.
        await UntilAsync(async () => (await store.Backend.ReadAsync(null, 1000)).Count <= 100);
    }

    [StoreFact]
    public async Task Another_number_of_partitions_than_stored_refuses_the_start()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using (await StoreUnderTest.RedisAsync(redis, partitions: 4))
        {
        }

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.RedisAsync(redis, partitions: 2));
        Assert.Contains("Storage:Redis:Partitions to 4", refusal.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_wrong_password_is_told_in_one_line_that_does_not_show_it()
    {
        await using var redis = await RedisProcess.StartAsync("--requirepass", "right");

        foreach (var connectionString in (string[])[redis.ConnectionString, redis.ConnectionString + ",password=hunter2"])
        {
            var refusal = Assert.Throws<StartRefusedException>(() => RedisServer.Connect(RedisServer.Parse(connectionString)));
            Assert.Contains("password of ConnectionStrings:Redis", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }
    }

    [StoreFact]
    public async Task A_server_that_is_not_there_is_told_in_one_line()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.KillAsync();

        var refusal = Assert.Throws<StartRefusedException>(() => RedisServer.Connect(RedisServer.Parse(redis.ConnectionString)));
        Assert.Equal($"Redis at {redis.ConnectionString} (ConnectionStrings:Redis) does not answer: start it or correct the address.", refusal.Message);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(10))
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));
    }

    private static async Task AssertExpiresInAnHourAsync(RedisProcess redis, TestSession session, string recordName) =>
        Assert.InRange(await ExpiryAsync(redis, session, recordName) ?? TimeSpan.Zero, TimeSpan.FromMinutes(58), TimeSpan.FromHours(1));

    /// <summary>How long the record still has; null: it does not expire.</summary>
    private static async Task<TimeSpan?> ExpiryAsync(RedisProcess redis, TestSession session, string recordName)
    {
        await using var connection = await redis.ConnectAsync();
        return await connection.GetDatabase().KeyTimeToLiveAsync($"{{sg:test:0}}:{recordName}:{session.Id}");
    }
}
