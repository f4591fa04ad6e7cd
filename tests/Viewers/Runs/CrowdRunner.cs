namespace SessionGrains.Viewers.Tests;

/// <summary>Runs a crowd in this process and keeps what it says.</summary>
internal static class CrowdRunner
{
    /// <summary>Longer than any of these runs may take: nothing may hang.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>Few viewers whose minutes pass in seconds.</summary>
    public static CrowdOptions Few(Uri address) => new()
    {
        BaseUrl = address,
        Viewers = 50,
        Titles = 5,
        Ramp = TimeSpan.FromSeconds(1),
        Duration = TimeSpan.FromSeconds(4),
        Speed = 30,
        Sample = 50,
        Patience = TimeSpan.FromSeconds(30),
        Key = RunningProcess.OperatorKey,
    };

    public static async Task<CrowdResult> RunAsync(CrowdOptions options, CancellationToken interrupted = default)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exitCode = await new CrowdRun(options, new ProgressLines(output), output, errors, TimeProvider.System).RunAsync(interrupted).WaitAsync(Longest, CancellationToken.None);
        return new CrowdResult(exitCode, output.ToString(), errors.ToString());
    }
}

/// <summary>What a crowd ended with and what it wrote.</summary>
internal sealed record CrowdResult(int ExitCode, string Output, string Errors);
