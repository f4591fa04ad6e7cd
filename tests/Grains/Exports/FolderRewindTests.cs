using System.Text.Json.Nodes;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Files;

namespace SessionGrains.Grains.Tests;

/// <summary>A folder goes back to a place, and on from there: by its manifests each session is there once, whoever comes too late.</summary>
public sealed class FolderRewindTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-rewinds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Windows_are_listed_the_newest_first_and_taken_back_with_their_files()
    {
        await Write(Window(1, 3, epoch: 1), Window(4, 3, epoch: 2), Window(7, 2, epoch: 3));
        Assert.Equal([(7, 8, "6", "8", 3), (4, 6, "3", "6", 2), (1, 3, null, "3", 1)], (await Listed()).Select(static one => (one.First, one.Last, one.After, one.Until, one.Epoch)));

        await Sink().TakeBackAsync("lake", new("3", 3, 4), default);
        await Sink().TakeBackAsync("lake", new("3", 3, 4), default);
        AssertNumbers(3);

        // Other windows than before, by a process that has seen the old ones, and back to the beginning.
        await Write(Window(4, 5, epoch: 5));
        AssertNumbers(8);
        await Sink().TakeBackAsync("lake", new(null, 0, 6), default);
        AssertNumbers(0);
        await Write(Window(1, 8, epoch: 7), Window(9, 2, epoch: 8));
        AssertNumbers(10);
    }

    [Fact]
    public async Task A_process_that_ends_in_the_middle_leaves_the_rest_to_the_next()
    {
        // Three manifests and their six files.
        for (var deletions = 0; deletions < 9; deletions++)
        {
            var folder = Path.Combine(_folder, $"{deletions}");
            var sink = Sink(new DurableFolder(folder));
            foreach (var window in (ExportWindow[])[Window(1, 3, 1), Window(4, 3, 2), Window(7, 2, 3), Window(9, 2, 4)])
                await sink.WriteAsync(window, default);

            await Assert.ThrowsAsync<IOException>(() => Sink(new Files(new DurableFolder(folder)) { Deletions = deletions }).TakeBackAsync("lake", new("3", 3, 5), default));
            AssertPrefix(folder);
            await Sink(new DurableFolder(folder)).TakeBackAsync("lake", new("3", 3, 6), default);
            await Sink(new DurableFolder(folder)).WriteAsync(Window(4, 4, 7), default);

            Assert.Equal([(1, 3), (4, 7)], Manifests(folder).Select(static one => (one.First, one.Last)));
            AssertNumbers(7, folder);
            Assert.False(File.Exists(Path.Combine(folder, "rewind-files.json")));
        }
    }

    /// <summary>Three manifests and their six files; and the reads of these manifests, the last of which comes before anything is written.</summary>
    [Theory]
    [InlineData("delete", 1)]
    [InlineData("delete", 2)]
    [InlineData("delete", 3)]
    [InlineData("delete", 4)]
    [InlineData("delete", 7)]
    [InlineData("delete", 9)]
    [InlineData("read manifest", 3)]
    public async Task A_process_that_hangs_while_another_takes_back_and_writes_deletes_nothing_of_that(string after, int count)
    {
        ExportWindow[] again = [Window(1, 3, 7), Window(4, 3, 8), Window(7, 3, 9)];
        await Write(Window(1, 3, 1), Window(4, 3, 2), Window(7, 3, 3));
        var hanging = Sink(new Files(new DurableFolder(_folder))
        {
            Done = async (done, _) =>
            {
                if (done == after && --count == 0)
                {
                    await Sink().TakeBackAsync("lake", new(null, 0, 6), default);
                    await Write(again);
                }
            },
        });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => hanging.TakeBackAsync("lake", new(null, 0, 5), default));

        Assert.Contains("another process has gone on", failure.Message, StringComparison.Ordinal);
        AssertNumbers(9);
        Assert.Equal(6, (long)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "rewind.json")))!["epoch"]!);
    }

    [Fact]
    public async Task Files_noted_by_a_process_that_hung_are_left_alone_if_another_has_gone_on_since()
    {
        await Write(Window(1, 3, 1), Window(4, 3, 2));
        await Assert.ThrowsAsync<IOException>(() => Sink(new Files(new DurableFolder(_folder)) { Deletions = 0 }).TakeBackAsync("lake", new(null, 0, 3), default));
        var notes = await File.ReadAllBytesAsync(Path.Combine(_folder, "rewind-files.json"));
        await Sink().TakeBackAsync("lake", new(null, 0, 4), default);
        await Write(Window(1, 3, 5), Window(4, 3, 6));

        // It had been about to write them.
        await File.WriteAllBytesAsync(Path.Combine(_folder, "rewind-files.json"), notes);
        await Sink().TakeBackAsync("lake", new("3", 3, 7), default);

        AssertNumbers(3);
    }

    [Fact]
    public async Task A_writer_that_hangs_while_it_clears_its_way_deletes_nothing_of_what_others_write_there()
    {
        await LeaveLateWindow();
        var hasHung = false;
        var hanging = Sink(new Files(new DurableFolder(_folder))
        {
            Done = async (done, _) =>
            {
                if (done == "delete" && !hasHung)
                {
                    hasHung = true;
                    await Write(Window(1, 3, 5));
                }
            },
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => hanging.WriteAsync(Window(1, 3, epoch: 4), default));

        await Write(Window(4, 3, epoch: 6));
        AssertNumbers(6);
        await hanging.WriteAsync(Window(1, 3, epoch: 4), default);
        AssertNumbers(6);
    }

    [Fact]
    public async Task A_writer_that_ends_while_it_clears_its_way_leaves_the_rest_to_the_next()
    {
        for (var deletions = 0; deletions < 3; deletions++)
        {
            await LeaveLateWindow();
            await Assert.ThrowsAsync<IOException>(() => Sink(new Files(new DurableFolder(_folder)) { Deletions = deletions }).WriteAsync(Window(1, 3, epoch: 4), default));
            await Write(Window(1, 3, epoch: 5));
            AssertNumbers(3);
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public async Task A_window_of_before_a_rewind_that_comes_late_is_refused()
    {
        var stale = Sink();
        await stale.WriteAsync(Window(1, 3, epoch: 1), default);
        await Sink().TakeBackAsync("lake", new(null, 0, 3), default);
        await Write(Window(1, 3, epoch: 4));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => stale.WriteAsync(Window(4, 3, epoch: 2), default));

        Assert.Contains("has gone back to session 0 since the sessions 4 to 6 were claimed", failure.Message, StringComparison.Ordinal);
        AssertNumbers(3);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task What_a_process_wrote_that_was_in_the_middle_of_it_is_removed_before_the_others_come_there(int count)
    {
        // It has looked before the rewind, and writes after it.
        var stale = Sink(new Files(new DurableFolder(_folder)) { IsBlind = true });
        await stale.WriteAsync(Window(1, 3, epoch: 1), default);
        await Sink().TakeBackAsync("lake", new(null, 0, 3), default);
        await stale.WriteAsync(Window(4, 3, epoch: 2), default);

        await Write(Window(1, count, epoch: 4), Window(count + 1, 4, epoch: 5));

        AssertNumbers(count + 4);
    }

    /// <summary>Its claim was not complete when the sink went back, so its numbers come after all that were there. The rewind may even take back nothing else.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_claim_that_a_rewind_dropped_is_removed_if_it_is_written_later(int place)
    {
        var (stale, writer) = (Sink(new Files(new DurableFolder(_folder)) { IsBlind = true }), Sink());
        await stale.WriteAsync(Window(1, 3, epoch: 1), default);
        await Sink().TakeBackAsync("lake", new(place == 0 ? null : $"{place}", place, 3), default);
        await writer.WriteAsync(Window(1, 3, epoch: 4), default);
        await stale.WriteAsync(Window(4, 3, epoch: 2), default);

        await writer.WriteAsync(Window(4, 2, epoch: 5), default);
        await writer.WriteAsync(Window(6, 2, epoch: 6), default);

        AssertNumbers(7);
    }

    [Fact]
    public async Task Sessions_that_a_process_took_back_much_too_late_are_missed_by_the_next_that_starts()
    {
        await Write(Window(1, 3, epoch: 1), Window(4, 3, epoch: 2), Window(7, 3, epoch: 3));
        File.Delete(Path.Combine(_folder, "manifests", "000000000004-000000000006.json"));

        var sink = Sink();
        for (var i = 0; i < 2; i++)
            Assert.Contains("the numbers 4 to 6 are missing between manifests/000000000001-000000000003.json and", (await Assert.ThrowsAsync<InvalidOperationException>(() => sink.WriteAsync(Window(10, 1, epoch: 4), default))).Message, StringComparison.Ordinal);

        // The first ones may go, and back to the beginning is possible.
        File.Delete(Path.Combine(_folder, "manifests", "000000000001-000000000003.json"));
        await sink.WriteAsync(Window(10, 1, epoch: 4), default);
        await sink.TakeBackAsync("lake", new(null, 0, 5), default);
        Assert.Empty(Manifests(_folder));
    }

    [Fact]
    public async Task No_more_manifests_are_read_than_the_place_takes()
    {
        await Write([.. Enumerable.Range(0, 20).Select(static i => Window((i * 3) + 1, 3, i + 1))]);
        var read = new List<string>();
        var sink = Sink(new Files(new DurableFolder(_folder)) { Done = (done, name) => { if (done == "read manifest") read.Add(name); return Task.CompletedTask; } });

        await foreach (var window in sink.ReadWindows("lake", default)!)
        {
            if (window.First == 55)
                break;
        }

        Assert.Equal(["manifests/000000000058-000000000060.json", "manifests/000000000055-000000000057.json"], read);
        read.Clear();
        await sink.TakeBackAsync("lake", new("54", 54, 21), default);
        Assert.Equal(["manifests/000000000055-000000000057.json", "manifests/000000000058-000000000060.json"], read.Distinct().Order());
    }

    [Fact]
    public async Task What_a_process_wrote_much_too_late_is_found_by_the_next_that_starts()
    {
        var stale = Sink(new Files(new DurableFolder(_folder)) { IsBlind = true });
        await stale.WriteAsync(Window(1, 3, epoch: 1), default);
        await Sink().TakeBackAsync("lake", new(null, 0, 3), default);
        await Write(Window(1, 5, epoch: 4), Window(6, 3, epoch: 5));
        await stale.WriteAsync(Window(4, 3, epoch: 2), default);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().WriteAsync(Window(9, 1, epoch: 6), default));

        Assert.Contains("manifests/000000000001-000000000005.json and manifests/000000000004-000000000006.json overlap", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewind_that_comes_late_takes_back_nothing_of_what_left_since()
    {
        await Write(Window(1, 3, epoch: 1));
        await Sink().TakeBackAsync("lake", new(null, 0, 2), default);
        await Write(Window(1, 5, epoch: 3));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().TakeBackAsync("lake", new(null, 0, 2), default));

        Assert.Contains("another process has gone on", failure.Message, StringComparison.Ordinal);
        AssertNumbers(5);
    }

    [Fact]
    public async Task A_folder_that_was_set_back_or_has_other_windows_is_left_alone()
    {
        await Write(Window(1, 3, epoch: 1), Window(4, 3, epoch: 2));

        Assert.Contains("up to 6 and is to go back to 9", (await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().TakeBackAsync("lake", new("9", 9, 3), default))).Message, StringComparison.Ordinal);
        Assert.Contains("other sessions under the numbers 4 to 6", (await Assert.ThrowsAsync<InvalidOperationException>(() => Sink().TakeBackAsync("lake", new("5", 5, 3), default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "other").TakeBackAsync("lake", new(null, 0, 3), default));
        AssertNumbers(6);
    }

    private FolderSink Sink(IDurableFiles? files = null) => new(files ?? new DurableFolder(_folder), new NdjsonFormat(), "cluster");

    private static ExportWindow Window(long first, int count, long epoch) =>
        new("lake", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + count - 1}", first, count, epoch), [.. Enumerable.Range(0, count).Select(i => Sample.Report($"{first + i}"))]);

    /// <summary>The windows 1 to 3 and 4 to 6 of before a rewind to the beginning; the second was written after it.</summary>
    private async Task LeaveLateWindow()
    {
        var stale = Sink(new Files(new DurableFolder(_folder)) { IsBlind = true });
        await stale.WriteAsync(Window(1, 3, epoch: 1), default);
        await Sink().TakeBackAsync("lake", new(null, 0, 3), default);
        await stale.WriteAsync(Window(4, 3, epoch: 2), default);
    }

    private async Task Write(params ExportWindow[] windows)
    {
        foreach (var window in windows)
            await Sink().WriteAsync(window, default);
    }

    private async Task<List<ExportClaim>> Listed()
    {
        var listed = new List<ExportClaim>();
        await foreach (var window in Sink().ReadWindows("lake", default)!)
            listed.Add(window);
        return listed;
    }

    private static List<(long First, long Last, string[] Files)> Manifests(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "manifests")).Order().Select(static file => JsonNode.Parse(File.ReadAllText(file))!)
            .Select(static one => ((long)one["first"]!, (long)one["last"]!, one["files"]!.AsArray().Select(static named => (string)named!["name"]!).ToArray()))];

    /// <summary>The numbers are 1 to <paramref name="last"/>, each once, and no file is there that no manifest names.</summary>
    private void AssertNumbers(long last, string? folder = null)
    {
        folder ??= _folder;
        var manifests = Manifests(folder);
        Assert.Equal(last, manifests.Aggregate(0L, static (before, one) => one.First == before + 1 ? one.Last : -1));
        var data = Directory.GetFiles(folder, "*.ndjson", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).ToList();
        Assert.Equal(manifests.SelectMany(static one => one.Files).Order(), data.Order());
        Assert.Equal(last, data.Where(static file => file.StartsWith("sessions", StringComparison.Ordinal)).Sum(file => File.ReadAllLines(Path.Combine(folder, file)).Length));
    }

    /// <summary>Whenever a reader looks, the manifests have no gap, and their files are there.</summary>
    private static void AssertPrefix(string folder)
    {
        var manifests = Manifests(folder);
        Assert.NotEqual(-1, manifests.Aggregate(0L, static (before, one) => one.First == before + 1 ? one.Last : -1));
        Assert.All(manifests.SelectMany(static one => one.Files), file => Assert.True(File.Exists(Path.Combine(folder, file))));
    }

    /// <summary>Files that fail, or that a process sees as they were.</summary>
    private sealed class Files(IDurableFiles files) : IDurableFiles
    {
        /// <summary>So many succeed.</summary>
        public int Deletions { get; set; } = int.MaxValue;

        /// <summary>It does not see that the folder went back.</summary>
        public bool IsBlind { get; init; }

        /// <summary>What was done just now, and with which file: here a process can hang.</summary>
        public Func<string, string, Task> Done { get; init; } = static (_, _) => Task.CompletedTask;

        public string Place => files.Place;

        public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => files.WriteAsync(name, content, cancellationToken);

        public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => files.CreateAsync(name, content, cancellationToken);

        public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
        {
            var content = IsBlind && name == "rewind.json" ? null : await files.ReadAsync(name, cancellationToken);
            await Done(name.StartsWith("manifests/", StringComparison.Ordinal) ? "read manifest" : "read", name);
            return content;
        }

        public Task ConfirmAsync(string name, CancellationToken cancellationToken) => files.ConfirmAsync(name, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(string folder, CancellationToken cancellationToken) => files.ListAsync(folder, cancellationToken);

        public async Task DeleteAsync(string name, CancellationToken cancellationToken)
        {
            await (Deletions-- > 0 ? files.DeleteAsync(name, cancellationToken) : throw new IOException("power lost"));
            await Done("delete", name);
        }
    }
}
