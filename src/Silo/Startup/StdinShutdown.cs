using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SessionGrains.Silo.Startup;

/// <summary>
/// Stops the process in order when its standard input ends. A launcher that holds the other end of the pipe thereby ends its children by closing it,
/// and they end by themselves when it is killed. Off unless <c>Cluster:EndWithInput</c> is true, because under a service manager the input is empty.
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
            // What is typed means nothing here.
        }

        lifetime.StopApplication();
    }
}
