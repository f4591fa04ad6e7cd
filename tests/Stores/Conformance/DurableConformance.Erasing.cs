using SessionGrains.Quarantine;

namespace SessionGrains.Stores.Tests;

/// <summary>What erasing a viewer asks of a store.</summary>
public abstract partial class DurableConformance
{
    private IErasableStore Erasable => (IErasableStore)Store.Backend.Inner;

    [StoreFact]
    public async Task All_starts_that_have_a_text_are_found_and_no_other_record()
    {
        var (with, without) = (new List<TestSession>(), new List<TestSession>());
        for (var i = 0; i < 2_500; i++)
        {
            var session = new TestSession();
            (i % 100 == 7 ? with : without).Add(session);
        }

        await Task.WhenAll(with.Select((session, i) => WriteStartAsync(session, i % 2 == 0 ? "before viewer-ü after" : "before viewer-\\u00fc after")));
        await Task.WhenAll(without.Select(session => WriteStartAsync(session, "before viewer-u after")));
        await without[0].WriteAsync(Storage, "viewer-ü");
        await WriteReportAsync(with[1], "closed");
        await WriteDueAsync(with[2], 1_000);

        var (found, pages) = (new List<FoundStart>(), 0);
        ReadOnlyMemory<byte>[] texts = ["viewer-ü"u8.ToArray(), "viewer-\\"u8.ToArray()];
        for (var page = await Erasable.FindStartsAsync(null, texts); ; page = await Erasable.FindStartsAsync(page.Next, texts))
        {
            found.AddRange(page.Found);
            pages++;
            Assert.Equal(0, page.Unreadable);
            if (page.Next is null)
                break;
        }

        Assert.True(pages > 2, $"{pages} pages");
        var distinct = found.DistinctBy(static start => start.SessionId).ToDictionary(static start => start.SessionId);
        Assert.Equal(with.Select(static session => session.Id).Order(), distinct.Keys.Order());
        Assert.Equal([with[1].Id], distinct.Values.Where(static start => start.HasReport).Select(static start => start.SessionId));
        Assert.Equal([with[2].Id], distinct.Values.Where(static start => start.IsOpen).Select(static start => start.SessionId));
        Assert.All(distinct.Values, static start => RecordChecksum.Open(start.SessionId, StoredRecordNames.Start, start.Record));
    }

    [StoreFact]
    public async Task An_erased_session_has_no_record_no_deadline_and_no_report()
    {
        var (gone, other) = (new TestSession(), new TestSession());
        foreach (var session in (TestSession[])[gone, other])
        {
            await WriteStartAsync(session, "start");
            await WriteDescribingAsync(session, [1, 2]);
            await WriteDueAsync(session, 1_000);
            session.Record.ExpiresAtMs = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds();
            await WriteReportAsync(session, session.Id);
        }

        await Erasable.EraseAsync(gone.Id);
        await Erasable.EraseAsync(gone.Id);
        await Store.ReopenAsync();

        foreach (var name in StoredRecordNames.All)
        {
            Assert.Null(await Store.Backend.ReadAsync(System.Text.Encoding.UTF8.GetBytes(gone.Id), name, CancellationToken.None));
            Assert.NotNull(await Store.Backend.ReadAsync(System.Text.Encoding.UTF8.GetBytes(other.Id), name, CancellationToken.None));
        }

        Assert.Equal([other.Id], await Index.DueAsync(5_000, 10));
        Assert.Equal([other.Id], (await Log.ReadAsync(null, 10)).Select(static entry => entry.SessionId));
    }

    [StoreFact]
    public async Task Who_knows_nothing_of_an_erasure_brings_nothing_back()
    {
        var (known, fresh) = (new TestSession(), new TestSession());
        await WriteStartAsync(known, "start");
        await WriteStartAsync(fresh, "start");
        await known.WriteAsync(Storage, "one");
        foreach (var session in (TestSession[])[known, fresh])
        {
            await Erasable.EraseAsync(session.Id);
            (session.Record.Report, session.Record.SweepAtMs, session.Record.Descriptions, session.Record.NeedsStart) = ("back"u8.ToArray(), 1_000, [1], true);
            await Assert.ThrowsAsync<InconsistentStateException>(() => session.WriteAsync(Storage, "back"));
            Assert.Null(await session.ReadContentAsync(Storage));
        }

        Assert.Empty(await Log.ReadAsync(null, 10));
        Assert.Empty(await Index.DueAsync(5_000, 10));
        Assert.Empty((await Store.Storage.ReadDescriptionsAsync(known.GrainId)).ToArray());
        Assert.Empty((await Store.Storage.ReadDescriptionsAsync(fresh.GrainId)).ToArray());
    }

    [StoreFact]
    public async Task A_record_that_needs_a_start_is_stored_beside_one_also_in_the_same_batch()
    {
        var before = await StandAtGateAsync();
        var (together, without) = (new TestSession { Id = OtherOfSamePartition(before) }, new TestSession { Id = OtherOfSamePartition(before) });
        (together.Record.NeedsStart, without.Record.NeedsStart) = (true, true);
        var start = WriteStartAsync(together, "start");
        var record = together.WriteAsync(Storage, "record");
        var refused = without.WriteAsync(Storage, "record");
        Store.Backend.Open();
        await Task.WhenAll(_atGate!, start, record);

        await Assert.ThrowsAsync<InconsistentStateException>(() => refused);
        await together.WriteAsync(Storage, "again");
        Assert.Equal("again", await together.ReadContentAsync(Storage));
        Assert.Null(await without.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task Readers_of_the_log_go_on_after_an_entry_was_erased()
    {
        TestSession[] sessions = [.. Enumerable.Range(0, 5).Select(static _ => new TestSession())];
        foreach (var session in sessions)
        {
            await WriteReportAsync(session, session.Id);
            await Task.Delay(5); // partitions are merged by time, which is in milliseconds
        }

        var all = await Log.ReadAsync(null, 10);
        await Erasable.EraseReportAsync(all[1].Cursor, all[1].Stream);
        await Erasable.EraseReportAsync(all[4].Cursor, all[4].Stream);
        await Erasable.EraseReportAsync(all[4].Cursor, all[4].Stream);

        string[] left = [sessions[0].Id, sessions[2].Id, sessions[3].Id];
        Assert.Equal(left, (await Log.ReadAsync(null, 10)).Select(static entry => entry.SessionId));
        Assert.Equal(left[1..], (await Log.ReadAsync(all[1].Cursor, 10)).Select(static entry => entry.SessionId));
        Assert.Empty(await Log.ReadAsync(all[4].Cursor, 10));
        Assert.Equal(left[1..], (await Log.ReadRangeAsync(all[0].Cursor, all[4].Cursor, 10)).Select(static entry => entry.SessionId));
        Assert.Null(await Log.ReadAgainAsync(all[1].Cursor, all[1].Stream));
        await Store.ReopenAsync();
        var later = new TestSession();
        await WriteReportAsync(later, later.Id);
        Assert.Equal([later.Id], (await Log.ReadAsync(all[4].Cursor, 10)).Select(static entry => entry.SessionId));
    }

    [StoreFact]
    public async Task Forgetting_leaves_what_is_stored_and_takes_writes_meanwhile()
    {
        var sessions = Enumerable.Range(0, 200).Select(static _ => new TestSession()).ToArray();
        await Task.WhenAll(sessions.Select(session => WriteStartAsync(session, session.Id)));
        foreach (var session in sessions[..100])
            await Erasable.EraseAsync(session.Id);

        foreach (var texts in (IReadOnlyList<ReadOnlyMemory<byte>>?[])[["nobody"u8.ToArray()], null])
        {
            var forgetting = Erasable.ForgetAsync(texts).AsTask();
            var written = new TestSession();
            await written.WriteAsync(Storage, "meanwhile");
            Assert.Null(await forgetting);
            Assert.Equal("meanwhile", await written.ReadContentAsync(Storage));
        }

        await Store.ReopenAsync();
        foreach (var session in sessions[100..])
            Assert.NotNull(await Store.Backend.ReadAsync(System.Text.Encoding.UTF8.GetBytes(session.Id), StoredRecordNames.Start, CancellationToken.None));
    }

    private Task WriteStartAsync(TestSession session, string content) =>
        Storage.WriteStateAsync(StoredRecordNames.Start, session.GrainId, new GrainState<TestRecord>(new() { Content = System.Text.Encoding.UTF8.GetBytes(content) }));
}
