using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Stores.Tests;

/// <summary>Who may look into the database, and who may use it.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = OwnersFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-sqlite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_store_creates_is_its_users_alone(bool exclusive)
    {
        var options = Options(exclusive, "new", "deeper");
        await using var store = await StoreUnderTest.SqliteAsync(options);
        await new TestSession().WriteAsync(store.Storage, "secret");

        var folder = Path.GetDirectoryName(options.Path)!;
        Assert.Equal(OwnersFolder, Mode(folder));
        Assert.Contains(options.Path + "-wal", Directory.GetFiles(folder));
        Assert.All(Directory.GetFiles(folder), static file => Assert.Equal(OwnersFile, Mode(file)));
    }

    [LinuxFact]
    public async Task A_folder_and_a_file_that_were_there_keep_their_modes()
    {
        var options = Options();
        await File.WriteAllBytesAsync(options.Path, []);
        SetMode(_folder, OwnersFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        SetMode(options.Path, ForAll);

        await using var store = await StoreUnderTest.SqliteAsync(options);

        Assert.Equal(ForAll, Mode(options.Path));
        Assert.True(Mode(_folder).HasFlag(UnixFileMode.OtherRead));
    }

    [LinuxTheory]
    [InlineData("700", "644", null)]
    [InlineData("755", "600", null)]
    [InlineData("1777", "600", null)]
    [InlineData("755", "644", "chmod 600")]
    [InlineData("755", "620", "chmod 600")]
    [InlineData("750", "640", "chmod 600")]
    [InlineData("777", "600", "chmod 700")]
    public async Task Others_who_can_look_in_are_warned_of(string folderMode, string fileMode, string? remedy)
    {
        var options = Options();
        await File.WriteAllBytesAsync(options.Path, []);
        SetMode(_folder, (UnixFileMode)Convert.ToInt32(folderMode, 8));
        SetMode(options.Path, (UnixFileMode)Convert.ToInt32(fileMode, 8));
        var said = new SaidWarnings();

        await new SqliteFileWarning(Microsoft.Extensions.Options.Options.Create(options), said).CheckAsync(CancellationToken.None);

        if (remedy is null)
            Assert.Empty(said.Lines);
        else
            Assert.Contains(remedy, Assert.Single(said.Lines), StringComparison.Ordinal);
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleting_what_lies_beside_the_database_does_not_let_a_second_process_in(bool first)
    {
        await using var store = await StoreUnderTest.SqliteAsync(Options(first));
        await new TestSession().WriteAsync(store.Storage, "kept");
        foreach (var beside in Directory.GetFiles(_folder).Where(static file => !file.EndsWith(".db", StringComparison.Ordinal) && !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Delete(beside);

        await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options(exclusive: true)));
    }

    [LinuxFact]
    public async Task A_second_name_of_the_same_file_is_the_same_database()
    {
        await using var store = await StoreUnderTest.SqliteAsync(Options(exclusive: true));
        File.CreateSymbolicLink(Path.Combine(_folder, "alias.db"), Options().Path);

        await Assert.ThrowsAsync<StartRefusedException>(() => StoreUnderTest.SqliteAsync(Options(exclusive: true, "alias.db")));
    }

    [LinuxFact]
    public async Task Another_process_sees_the_lock_and_SQLite_works_beside_it()
    {
        await using (var store = await StoreUnderTest.SqliteAsync(Options(exclusive: true)))
        {
            var session = new TestSession();
            await session.WriteAsync(store.Storage, "one");
            Assert.NotEqual(0, await FlockAsync());

            await session.WriteAsync(store.Storage, "two");
            Assert.Equal("two", await session.ReadContentAsync(store.Storage));
        }

        Assert.Equal(0, await FlockAsync());
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>The exit code of util-linux' flock, which tries to lock the database in a process of its own.</summary>
    private async Task<int> FlockAsync()
    {
        using var flock = Process.Start("flock", ["--nonblock", Options().Path, "true"]);
        await flock.WaitForExitAsync();
        return flock.ExitCode;
    }

    private SqliteStoreOptions Options(bool exclusive = false, params string[] below) =>
        new() { Path = below is [.., var last] && last.EndsWith(".db", StringComparison.Ordinal) ? Path.Combine([_folder, .. below]) : Path.Combine([_folder, .. below, "sessions.db"]), Exclusive = exclusive };

    private sealed class SaidWarnings : ILogger<SqliteFileWarning>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{logLevel}: {formatter(state, exception)}"));
    }
}
