using System.Text.RegularExpressions;

namespace SessionGrains.Viewers.Tests;

/// <summary>The real program with its embedded silo, as a process of its own on a free port.</summary>
public sealed partial class RealServer : IAsyncLifetime
{
    private readonly RunningProcess _process = RunningProcess.Start("SessionGrains.Api", ["--urls=http://127.0.0.1:0", "--Storage:Provider=Memory", $"--Operator:ApiKey={RunningProcess.OperatorKey}"]);

    internal Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _process.WaitForLineAsync("SessionGrains on ");
        Address = new Uri(Url().Match(_process.Output).Value + "/");
    }

    public Task DisposeAsync()
    {
        _process.Dispose();
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();
}
