namespace SessionGrains.Stores.Tests;

/// <summary>What sessions ask of any store. The cases that only a durable store or one with batches can have are in <see cref="DurableConformance"/>.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private protected abstract IGrainStorage Storage { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [StoreFact]
    public async Task What_was_written_is_read()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await session.WriteAsync(Storage, "two");

        var found = await session.ReadAsync(Storage);

        Assert.Equal("two"u8, found.State!.Content);
        Assert.Equal(session.Progress.ETag, found.ETag);
        Assert.True(found.RecordExists);
        Assert.True(session.Progress.RecordExists);
    }

    [StoreFact]
    public async Task What_was_never_written_is_not_there()
    {
        var found = await new TestSession().ReadAsync(Storage);

        Assert.False(found.RecordExists);
        Assert.Null(found.ETag);
        Assert.Empty(found.State!.Content);
    }

    [StoreFact]
    public async Task A_cleared_record_is_gone_and_can_be_written_anew()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        await session.ClearAsync(Storage);
        Assert.False(session.Progress.RecordExists);
        Assert.Null(await session.ReadContentAsync(Storage));

        await session.WriteAsync(Storage, "again");
        Assert.Equal("again", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_writer_with_an_old_version_fails_and_changes_nothing()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");
        var twin = session.Twin();
        await session.WriteAsync(Storage, "two");

        await Assert.ThrowsAsync<InconsistentStateException>(() => twin.WriteAsync(Storage, "lost"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => twin.ClearAsync(Storage));
        Assert.Equal("two", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_first_write_fails_when_the_record_exists()
    {
        var session = new TestSession();
        await session.WriteAsync(Storage, "one");

        await Assert.ThrowsAsync<InconsistentStateException>(() => new TestSession { Id = session.Id }.WriteAsync(Storage, "lost"));
        Assert.Equal("one", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task A_state_that_changes_during_the_write_is_stored_as_it_was()
    {
        var session = new TestSession();
        var write = session.WriteAsync(Storage, "as written");
        session.Record.Content = "later"u8.ToArray();
        await write;

        Assert.Equal("as written", await session.ReadContentAsync(Storage));
    }

    [StoreFact]
    public async Task Ten_thousand_write_at_once_and_all_are_stored()
    {
        var sessions = Enumerable.Range(0, 10_000).Select(_ => new TestSession()).ToArray();

        // Away from xunit's synchronization context, which takes a quarter of a millisecond for each continuation.
        var contents = await Task.Run(async () =>
        {
            await Task.WhenAll(sessions.Select(session => session.WriteAsync(Storage, session.Id)));
            return await Task.WhenAll(sessions.Select(session => session.ReadContentAsync(Storage)));
        });

        Assert.Equal(sessions.Select(session => session.Id), contents);
    }

    [StoreFact]
    public async Task A_record_of_a_mebibyte_comes_back_whole()
    {
        var content = new byte[1 << 20];
        new Random(1).NextBytes(content);
        var session = new TestSession();
        await session.WriteAsync(Storage, content);

        Assert.Equal(content, (await session.ReadAsync(Storage)).State!.Content);
    }

    [StoreFact]
    public async Task Sessions_with_any_key_are_kept_apart()
    {
        var hex = new string('a', 64);
        string[] ids = [hex, hex.ToUpperInvariant(), new string('\u00aa', 16), "a", "A", "0a", "c:{x}"];
        var sessions = ids.Select(id => new TestSession { Id = id }).ToArray();
        foreach (var session in sessions)
            await session.WriteAsync(Storage, session.Id);

        foreach (var session in sessions)
        {
            Assert.Equal(session.Id, await session.ReadContentAsync(Storage));
            await session.ClearAsync(Storage);
        }
    }
}
