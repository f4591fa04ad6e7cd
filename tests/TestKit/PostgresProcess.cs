namespace SessionGrains.TestKit;

/// <summary>A PostgreSQL server for one test, on a free port, with its files in its own folder. It does not run as root, so as root it is started as nobody's own user, <c>postgres</c>.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    private const string User = "postgres";

    /// <summary>Debian keeps the programs of each version apart.</summary>
    private static readonly string? Programs =
        ProgramPath.Find("initdb") is { } initdb ? Path.GetDirectoryName(initdb)
        : Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-postgres-").FullName;
    private RunningProcess? _process;

    /// <summary>Why tests that start one are skipped; null: they are not.</summary>
    public static string? Missing { get; } = Programs is null ? "PostgreSQL is not installed: install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql)." : null;

    public int Port { get; } = FreePort.Next();

    /// <summary>Without waiting long for a server that is away.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database=postgres;Username=tests;Timeout=5;Command Timeout=30";

    public static async Task<PostgresProcess> StartAsync()
    {
        var postgres = new PostgresProcess();
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", User, postgres._folder);
        await RunAsync([.. AsUser("initdb"), "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D", postgres.Data]);
        await postgres.StartAgainAsync();
        return postgres;
    }

    public async Task StartAgainAsync()
    {
        _process = RunningProcess.StartFile("/usr/bin/env", [.. AsUser("postgres"), "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]);
        await _process.WaitForLineAsync("database system is ready to accept connections");
    }

    /// <summary>Runs a file of SQL as psql does, with variables of the environment.</summary>
    public Task RunFileAsync(string database, string file, params (string Name, string Value)[] environment) => RunAsync([
        "env", .. environment.Select(static one => $"{one.Name}={one.Value}"), ProgramPath.Find("psql") ?? Path.Combine(Programs!, "psql"), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "tests", "-d", database, "-f", file]);

    /// <summary>As SIGKILL does, with all that serve a connection.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Data => Path.Combine(_folder, "data");

    private static string[] AsUser(string program) => [.. Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : Array.Empty<string>(), Path.Combine(Programs!, program)];

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}: {await output}{await errors}");
    }
}

/// <summary>A test that starts its own PostgreSQL; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresProcess.Missing;
}
