namespace SessionGrains.TestKit;

/// <summary>An S3 server for one test, on a free port, with one bucket, whose objects it keeps when it is killed. It checks signatures, and writes on no condition.</summary>
public sealed class S3Process : IAsyncDisposable
{
    public const string Bucket = "warehouse";
    public const string Key = "S3RVER";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-s3-").FullName;
    private RunningProcess? _process;

    /// <summary>Why tests that start one are skipped; null: they are not.</summary>
    public static string? Missing { get; } = NodePackages.Node is null || NodePackages.FileOf("node_modules/@20minutes/s3rver/package.json") is null ? $"The S3 server is not installed: {NodePackages.Install}." : null;

    public int Port { get; } = FreePort.Next();

    public string Endpoint => $"http://127.0.0.1:{Port}";

    public static async Task<S3Process> StartAsync()
    {
        var s3 = new S3Process();
        await s3.StartAgainAsync();
        return s3;
    }

    public async Task StartAgainAsync()
    {
        // Its lists continue by a token in DES.
        _process = RunningProcess.StartFile(NodePackages.Node!, ["--openssl-legacy-provider", NodePackages.FileOf("s3.js")!, $"{Port}", _folder, Bucket]);
        await _process.WaitForLineAsync("ready");
    }

    /// <summary>As SIGKILL does.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Skipped with a visible reason where the S3 server is not installed.</summary>
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute() => Skip = S3Process.Missing;
}

/// <inheritdoc cref="S3FactAttribute"/>
public sealed class S3TheoryAttribute : TheoryAttribute
{
    public S3TheoryAttribute() => Skip = S3Process.Missing;
}
