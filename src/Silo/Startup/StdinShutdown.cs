namespace SessionGrains.Silo.Startup;

/// <summary>
/// Stops the process when its standard input ends. A launcher stops its children by closing the pipe, and they also stop when the launcher is killed. Disabled unless
/// <c>Cluster:EndWithInput</c> is true, because under a service manager the input is empty.
/// </summary>
internal sealed class StdinShutdown(IHostApplicationLifetime lifetime) : BackgroundService
{
    public const string Key = "Cluster:EndWithInput";

    public static void AddIfAsked(IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue(Key, false))
            builder.Services.AddHostedService<StdinShutdown>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await using var input = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (await input.ReadAsync(ignored, CancellationToken.None).AsTask().WaitAsync(stoppingToken) > 0)
        {
            // Input is ignored.
        }

        lifetime.StopApplication();
    }
}
