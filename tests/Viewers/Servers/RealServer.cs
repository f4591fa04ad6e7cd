namespace SessionGrains.Viewers.Tests;

/// <summary>The real program with its embedded silo, in its own process on a free port.</summary>
public sealed class RealServer : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private RunningProcess? _process;

    internal Uri Address => new($"http://127.0.0.1:{_port}/");

    public async Task InitializeAsync()
    {
        _process = RunningProcess.Start("SessionGrains.Api", [$"--urls={Address}", "--Storage:Provider=Memory", $"--Operator:ApiKey={RunningProcess.OperatorKey}"]);
        using var http = new HttpClient { BaseAddress = Address };
        await Deadline.UntilAsync(http.IsReadyAsync, () => _process.Output);
    }

    public Task DisposeAsync()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }
}
