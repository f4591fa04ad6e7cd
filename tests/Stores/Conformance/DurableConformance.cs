using SessionGrains.Quarantine;
using SessionGrains.Timeouts;

namespace SessionGrains.Stores.Tests;

/// <summary>What our own stores promise beyond <see cref="StoreConformance"/>: batches, restarts, the deadline index and the report log.</summary>
public abstract partial class DurableConformance : StoreConformance
{
    private protected StoreUnderTest Store { get; private set; } = null!;

    private protected sealed override IGrainStorage Storage => Store.Storage;

    public override async Task InitializeAsync() => Store = await OpenAsync();

    public override async Task DisposeAsync() => await Store.DisposeAsync();

    private protected abstract Task<StoreUnderTest> OpenAsync();

    [StoreFact]
    public async Task Writes_that_arrive_during_a_batch_share_the_next_one()
    {
        var first = await StandAtGateAsync();
        var sessions = Enumerable.Range(0, 100).Select(_ => new TestSession { Id = OtherOfSamePartition(first) }).ToArray();
        var writes = sessions.Select(session => session.WriteAsync(Storage, session.Id)).ToArray();
        Store.Backend.Open();
        await Task.WhenAll(writes);

        Assert.Equal([1, 100], Store.Backend.Batches);
    }

    [StoreFact]
    public async Task Of_two_versions_of_a_session_in_one_batch_the_first_is_stored_and_the_second_fails_alone()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await StandAtGateAsync(session.Id);
        var bystander = new TestSession { Id = OtherOfSamePartition(session) };
        var twin = session.Twin();
        var first = session.WriteAsync(Storage, "two");
        var second = twin.WriteAsync(Storage, "lost");
        var aside = bystander.WriteAsync(Storage, "aside");
        Store.Backend.Open();

        await first;
        await Assert.ThrowsAsync<InconsistentStateException>(() => second);
        await aside;
        Assert.Equal(3, Store.Backend.Batches[^1]);
        Assert.Equal("two", await session.ReadContentAsync(Storage));
        Assert.Equal("aside", await bystander.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_failed_batch_fails_all_its_writers_and_no_later_one()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await StandAtGateAsync(session.Id);
        var newcomer = new TestSession { Id = OtherOfSamePartition(session) };
        Task[] writes = [session.WriteAsync(Storage, "lost"), newcomer.WriteAsync(Storage, "lost")];
        Store.Backend.Failure = size => size == writes.Length ? new StoreUnavailableException("broken on purpose") : null;
        Store.Backend.Open();

        await _atGate!;
        foreach (var write in writes)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        Assert.Null(await newcomer.ReadContentAsync(Storage));
        await session.WriteAsync(Storage, "two");
        Assert.Equal("two", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await Store.ReopenAsync();

        Assert.Equal("one", await session.ReadContentAsync(Storage));
        await session.WriteAsync(Storage, "two");
        await Store.ReopenAsync();
        Assert.Equal("two", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_cancelled_write_is_not_queued()
    {
        var session = new TestSession();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Storage.WriteStateAsync(StoredRecordNames.Progress, session.GrainId, session.Progress, new CancellationToken(canceled: true)));

        Assert.Null(await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_write_cancelled_after_it_was_queued_is_stored_all_the_same()
    {
        var session = new TestSession();
        await StandAtGateAsync(session.Id);
        using var cancellation = new CancellationTokenSource();
        session.Record.Content = "queued"u8.ToArray();
        var write = Storage.WriteStateAsync(StoredRecordNames.Progress, session.GrainId, session.Progress, cancellation.Token);
        await cancellation.CancelAsync();
        Store.Backend.Open();
        await write;

        Assert.Equal("queued", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task The_deadline_index_follows_the_records_and_the_corrections()
    {
        var (a, b, c) = (new TestSession(), new TestSession(), new TestSession());
        await WriteDueAsync(a, 3000);
        await WriteDueAsync(b, 1000);
        await WriteDueAsync(c, 9000);
        await WriteDueAsync(a, null);
        Assert.Equal([b.Id, a.Id], await Index.DueAsync(3000, 10));
        Assert.Equal([b.Id], await Index.DueAsync(3000, 1));

        await Index.CorrectAsync([new DeadlineCorrection(b.Id, 8000), new DeadlineCorrection(a.Id, null)]);
        await Store.ReopenAsync();
        Assert.Empty(await Index.DueAsync(7999, 10));
        Assert.Equal([b.Id, c.Id], await Index.DueAsync(9000, 10));

        await WriteDueAsync(c, long.MaxValue);
        Assert.Equal([b.Id], await Index.DueAsync(long.MaxValue - 1, 10));
    }

    [StoreFact]
    public async Task A_write_that_fails_leaves_index_and_log_alone()
    {
        var session = new TestSession();
        await WriteDueAsync(session, 1000);
        var twin = new TestSession { Id = session.Id };
        (twin.Record.SweepAtMs, twin.Record.Report, twin.Record.ExpiresAtMs) = (5000, "lost"u8.ToArray(), 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => twin.WriteAsync(Storage, "lost"));

        Assert.Equal([session.Id], await Index.DueAsync(1000, 10));
        Assert.Empty(await Log.ReadAsync(null, 10));
        Assert.NotNull(await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task Descriptions_are_appended_in_the_order_of_their_records_and_survive_a_restart()
    {
        var session = new TestSession();
        await WriteDescribingAsync(session, [1, 0, 2]);
        await WriteDescribingAsync(session, null);
        await WriteDescribingAsync(session, new byte[70_000]);
        await WriteDescribingAsync(session, [3]);
        await Store.ReopenAsync();

        Assert.Equal([1, 0, 2, .. new byte[70_000], 3], (await Store.Storage.ReadDescriptionsAsync(session.GrainId)).ToArray());
        Assert.Empty((await Store.Storage.ReadDescriptionsAsync(new TestSession().GrainId)).ToArray());
        Assert.NotNull(await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task Descriptions_of_a_record_that_is_refused_are_not_appended()
    {
        var session = new TestSession();
        await WriteDescribingAsync(session, [1]);
        var twin = new TestSession { Id = session.Id };
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteDescribingAsync(twin, [9]));
        await WriteDescribingAsync(session, [2]);

        Assert.Equal([1, 2], (await Store.Storage.ReadDescriptionsAsync(session.GrainId)).ToArray());
    }

    [StoreFact]
    public async Task Descriptions_are_purged_with_their_session()
    {
        var (session, other) = (new TestSession(), new TestSession());
        await WriteDescribingAsync(session, [1]);
        await WriteDescribingAsync(other, [2]);
        await ((IRecordPurge)Store.Backend.Inner).PurgeAsync(session.Id, CancellationToken.None);

        Assert.Empty((await Store.Storage.ReadDescriptionsAsync(session.GrainId)).ToArray());
        Assert.Equal([2], (await Store.Storage.ReadDescriptionsAsync(other.GrainId)).ToArray());
    }

    [StoreFact]
    public async Task A_session_has_one_report_and_it_is_the_first()
    {
        var (a, b) = (new TestSession(), new TestSession());
        await WriteReportAsync(a, "first");
        await Task.Delay(5); // partitions are merged by time, which is in milliseconds
        await WriteReportAsync(b, "other");
        await WriteReportAsync(a, "second");
        await Store.ReopenAsync();

        var all = await Log.ReadAsync(null, 10);
        Assert.Equal([(a.Id, "first"), (b.Id, "other")], all.Select(entry => (entry.SessionId, System.Text.Encoding.UTF8.GetString(entry.Body))));
        Assert.Equal([b.Id], (await Log.ReadAsync(all[0].Cursor, 10)).Select(entry => entry.SessionId));
        Assert.Empty(await Log.ReadAsync(all[1].Cursor, 10));
    }

    [StoreFact]
    public async Task A_range_has_the_same_reports_whenever_and_however_it_is_read()
    {
        async Task<string[]> WriteAsync(int count)
        {
            TestSession[] sessions = [.. Enumerable.Range(0, count).Select(static _ => new TestSession())];
            await Task.WhenAll(sessions.Select(session => WriteReportAsync(session, session.Id)));
            return [.. sessions.Select(static session => session.Id)];
        }

        var before = await WriteAsync(5);
        var after = (await Log.ReadAsync(null, 10))[^1].Cursor;
        var within = await WriteAsync(20);
        var until = (await Log.ReadAsync(after, 100))[^1].Cursor;
        await WriteAsync(5);
        await Store.ReopenAsync();

        foreach (var limit in (int[])[1, 7, 20, 100])
        {
            var read = new List<string>();
            for (var cursor = after; await Log.ReadRangeAsync(cursor, until, limit) is { Count: > 0 } entries; cursor = entries[^1].Cursor)
                read.AddRange(entries.Select(static entry => entry.SessionId));
            Assert.Equal(within.Order(), read.Order());
        }

        Assert.Equal(before.Concat(within).Order(), (await Log.ReadRangeAsync(null, until, 100)).Select(static entry => entry.SessionId).Order());
        Assert.Empty(await Log.ReadRangeAsync(until, until, 100));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadRangeAsync(null, "first", 100));
    }

    [StoreFact]
    public async Task Reports_are_counted_within_a_range_and_up_to_a_limit()
    {
        async Task WriteAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => WriteReportAsync(new TestSession(), new string('x', 2000))));

        Assert.Equal(default, await Log.CountAsync(null, null, 10));
        await WriteAsync(5);
        var after = (await Log.ReadAsync(null, 10))[^1].Cursor;
        await WriteAsync(20);
        var until = (await Log.ReadAsync(after, 100))[^1].Cursor;
        await WriteAsync(1300);

        Assert.Equal(new(20, until, false), await Log.CountAsync(after, until, 100));
        Assert.Equal(25, (await Log.CountAsync(null, until, 100)).Count);
        Assert.Equal(default, await Log.CountAsync(until, until, 100));

        var (all, counted, cursor) = (0, new ReportCount(0, null, true), (string?)null);
        while (counted.HasMore)
        {
            counted = await Log.CountAsync(cursor, null, 1200);
            Assert.InRange(counted.Count, 0, 1200 + 64);
            (all, cursor) = (all + counted.Count, counted.Cursor ?? cursor);
        }

        Assert.Equal(1325, all);
        Assert.Equal(1325, (await Log.CountAsync(null, null, 100_000)).Count);
        Assert.Empty(await Log.ReadAsync(cursor, 10));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.CountAsync("first", null, 10));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.CountAsync(null, "first", 10));
    }

    [StoreFact]
    public async Task The_earlier_of_two_cursors_has_no_report_that_one_of_them_has_not()
    {
        async Task<string[]> WriteAsync(int count)
        {
            TestSession[] sessions = [.. Enumerable.Range(0, count).Select(static _ => new TestSession())];
            await Task.WhenAll(sessions.Select(session => WriteReportAsync(session, session.Id)));
            return [.. sessions.Select(static session => session.Id)];
        }

        await WriteAsync(12);
        var cursors = (await Log.ReadAsync(null, 20)).Select(static entry => entry.Cursor).ToArray();

        Assert.Equal((null, null, cursors[3]), (Log.Earlier(null, cursors[3]), Log.Earlier(cursors[3], null), Log.Earlier(cursors[3], cursors[3])));
        for (var i = 0; i < 12; i++)
        {
            for (var j = 0; j < 12; j++)
                Assert.Equal(cursors[Math.Min(i, j)], Log.Earlier(cursors[i], cursors[j]));
        }

        Assert.Throws<FormatException>(() => Log.Earlier("first", cursors[0]));
    }

    [StoreFact]
    public async Task A_time_is_found_before_the_reports_that_were_added_then_and_later()
    {
        Assert.Null(Log.Earlier(await Log.FindAsync(DateTimeOffset.UtcNow), null));
        for (var i = 0; i < 9; i++)
            await WriteReportAsync(new TestSession(), "early");
        await Task.Delay(20); // the store's clock, in milliseconds
        var time = DateTimeOffset.UtcNow;
        await Task.Delay(20);
        for (var i = 0; i < 4; i++)
            await WriteReportAsync(new TestSession(), "late");

        Assert.Equal(["late", "late", "late", "late"], await BodiesAsync(await Log.FindAsync(time)));
        Assert.Equal(13, (await BodiesAsync(await Log.FindAsync(time.AddHours(-1)))).Length);
        Assert.Empty(await BodiesAsync(await Log.FindAsync(DateTimeOffset.UtcNow.AddMinutes(1))));

        async Task<string[]> BodiesAsync(string? after) => [.. (await Log.ReadAsync(after, 100)).Select(static entry => System.Text.Encoding.UTF8.GetString(entry.Body))];
    }

    [StoreFact]
    public async Task A_cursor_that_the_log_never_gave_out_is_refused()
    {
        await WriteReportAsync(new TestSession(), "only");
        var only = Assert.Single(await Log.ReadAsync(null, 10)).Cursor;
        var (ahead, padded, beginning) = (Regex.Replace(only, @"(?<=^|\.)\d+", "99999999999999"), Regex.Replace(only, @"(?<=^|\.)\d+", "0$0"), Regex.Replace(only, @"\d+", "0"));

        foreach (var wrong in (string[])["first", "", ahead, padded, beginning, "-" + only, only + "."])
        {
            await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadAsync(wrong, 10));
        }

        await Store.ReopenAsync();
        await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadAsync(ahead, 10));
        Assert.Empty(await Log.ReadAsync(only, 10));
    }

    [StoreFact]
    public async Task A_reader_that_goes_on_from_its_cursor_never_skips_and_never_repeats()
    {
        const int Writers = 8, Each = 150;
        var sessions = Enumerable.Range(0, Writers).Select(_ => Enumerable.Range(0, Each).Select(_ => new TestSession()).ToArray()).ToArray();
        var writing = Task.WhenAll(sessions.Select(async mine =>
        {
            foreach (var session in mine)
                await WriteReportAsync(session, session.Id);
        }));

        var seen = new List<string>();
        string? cursor = null;
        for (var limit = 1; seen.Count < Writers * Each; limit = limit % 7 + 1)
        {
            var wasOver = writing.IsCompleted;
            var entries = await Log.ReadAsync(cursor, limit);
            Assert.False(wasOver && entries.Count == 0, $"The reader missed {(Writers * Each) - seen.Count} reports.");
            Assert.True(entries.Count <= limit);
            seen.AddRange(entries.Select(entry => entry.SessionId));
            cursor = entries.Count > 0 ? entries[^1].Cursor : cursor;
        }

        await writing;
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(sessions.SelectMany(mine => mine).Select(session => session.Id).Order(), seen.Order());

        // Each writer's own come in its order: it wrote one after the other. Among partitions the order is by time only.
        if (Store.Backend.Partitions > 1)
            return;

        foreach (var mine in sessions.Select(mine => mine.Select(session => session.Id).ToArray()))
            Assert.Equal(mine, seen.Where(mine.ToHashSet().Contains));
    }

    private Task? _atGate;

    private GatedBackend Index => Store.Backend;

    private GatedBackend Log => Store.Backend;

    [StoreFact]
    public async Task Reports_are_read_by_bytes_in_their_order_and_none_is_left_out()
    {
        var sessions = new List<TestSession>();
        foreach (var bytes in (int[])[400_000, 400_000, 400_000, 10, 10, 3_000_000, 10, ReportBudget.OneReport + 1, 10, 900_000, 900_000, 10])
        {
            sessions.Add(new TestSession());
            sessions[^1].Record.Report = new byte[bytes];
            await sessions[^1].WriteAsync(Storage, "closed");
            await Task.Delay(5); // partitions are merged by time, which is in milliseconds
        }

        var read = new List<ReportEntry>();
        for (var entries = await Log.ReadAsync(null, 1_000); entries.Count > 0; entries = await Log.ReadAsync(entries[^1].Cursor, 1_000))
        {
            Assert.True(entries.Count == 1 || entries.Sum(static entry => entry.Body.Length) <= ReportBudget.Bytes);
            read.AddRange(entries);
        }

        Assert.Equal(sessions.Select(static session => (session.Id, session.Record.Report!.LongLength)), read.Select(static entry => (entry.SessionId, entry.StoredBytes)));
        Assert.All(read, static entry => Assert.Equal(entry.StoredBytes > ReportBudget.OneReport ? 0 : entry.StoredBytes, entry.Body.Length));
    }

    [StoreFact]
    public async Task Each_entry_is_read_again_by_its_cursor_and_stream()
    {
        foreach (var bytes in (int[])[10, 20, ReportBudget.OneReport + 1, 30, 40, 50, 60, 70])
        {
            var session = new TestSession();
            session.Record.Report = new byte[bytes];
            await session.WriteAsync(Storage, "closed");
        }

        var entries = await Log.ReadAsync(null, 10);
        await Store.ReopenAsync();
        foreach (var entry in entries)
        {
            var again = (await Log.ReadAgainAsync(entry.Cursor, entry.Stream))!.Value;
            Assert.Equal((entry.Cursor, entry.Stream, entry.SessionId, entry.StoredBytes), (again.Cursor, again.Stream, again.SessionId, again.StoredBytes));
            Assert.Equal(entry.Body, again.Body);
        }

        Assert.Equal(entries.Count, entries.Select(static entry => entry.SessionId).Distinct().Count());
    }

    [StoreFact]
    public async Task An_entry_that_is_not_there_is_not_read_again()
    {
        await WriteReportAsync(new TestSession(), "only");
        var only = Assert.Single(await Log.ReadAsync(null, 10));
        var next = Regex.Replace(only.Cursor, @"\d+(?=\.|$)", static number => $"{long.Parse(number.Value, CultureInfo.InvariantCulture) + 1}");

        Assert.Null(await Log.ReadAgainAsync(next, only.Stream));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadAgainAsync("first", 0));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadAgainAsync(only.Cursor, -1));
        await Assert.ThrowsAsync<FormatException>(async () => await Log.ReadAgainAsync(only.Cursor, Store.Backend.Partitions));
    }

    private Task WriteDescribingAsync(TestSession session, byte[]? descriptions)
    {
        session.Record.Descriptions = descriptions;
        return session.WriteAsync(Storage, "content");
    }

    private Task WriteDueAsync(TestSession session, long? sweepAtMs)
    {
        session.Record.SweepAtMs = sweepAtMs;
        return session.WriteAsync(Storage, "due");
    }

    private Task WriteReportAsync(TestSession session, string report)
    {
        session.Record.Report = System.Text.Encoding.UTF8.GetBytes(report);
        return session.WriteAsync(Storage, "closed");
    }

    /// <summary>Closes the gate and lets one write stand there, so that the next ones gather behind it.</summary>
    private async Task<TestSession> StandAtGateAsync(string? partitionOf = null)
    {
        Store.Backend.Close();
        Store.Backend.Batches.Clear();
        var session = new TestSession { Id = partitionOf is null ? new TestSession().Id : OtherOfSamePartition(new TestSession { Id = partitionOf }) };
        _atGate = session.WriteAsync(Storage, "at the gate");
        await Store.Backend.Arrived;
        return session;
    }

    private string OtherOfSamePartition(TestSession session)
    {
        while (true)
        {
            var other = new TestSession();
            if (PartitionOf(other) == PartitionOf(session))
                return other.Id;
        }
    }

    private int PartitionOf(TestSession session) => Store.Backend.PartitionOf(System.Text.Encoding.UTF8.GetBytes(session.Id));
}
