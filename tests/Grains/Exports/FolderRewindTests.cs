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
        }
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
    private void AssertNumbers(long last)
    {
        var manifests = Manifests(_folder);
        Assert.Equal(last, manifests.Aggregate(0L, static (before, one) => one.First == before + 1 ? one.Last : -1));
        var data = Directory.GetFiles(_folder, "*.ndjson", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).ToList();
        Assert.Equal(manifests.SelectMany(static one => one.Files).Order(), data.Order());
        Assert.Equal(last, data.Where(static file => file.StartsWith("sessions", StringComparison.Ordinal)).Sum(file => File.ReadAllLines(Path.Combine(_folder, file)).Length));
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

        public string Place => files.Place;

        public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => files.WriteAsync(name, content, cancellationToken);

        public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => files.CreateAsync(name, content, cancellationToken);

        public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => IsBlind && name == "rewind.json" ? Task.FromResult<byte[]?>(null) : files.ReadAsync(name, cancellationToken);

        public Task ConfirmAsync(string name, CancellationToken cancellationToken) => files.ConfirmAsync(name, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(string folder, CancellationToken cancellationToken) => files.ListAsync(folder, cancellationToken);

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => Deletions-- > 0 ? files.DeleteAsync(name, cancellationToken) : throw new IOException("power lost");
    }
}
