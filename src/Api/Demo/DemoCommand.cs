using SessionGrains.Api.Operators.Keys;
using SessionGrains.Api.Startup;
using SessionGrains.Exports;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Demo;

/// <summary>The command <c>demo</c>: the server with simulated viewers and a link to the live page, for a first look. Nothing is kept.</summary>
internal static class DemoCommand
{
    private const string Verb = "demo";

    private const string Help = """
        Starts the server with simulated viewers and prints a link to its live page. Ctrl-C ends it, and nothing is kept.

        Usage: {program} demo [--viewers 30] [--urls http://localhost:8080]

          --viewers N        how many watch at a time, 1 to 1000; 30 if left out
          --urls URLS        where the server listens; http://localhost:8080 if left out
        """;

    /// <summary>Runs the command if the arguments name it and returns its exit code; null otherwise.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="build">Builds the server from settings, with further services.</param>
    public static async Task<int?> TryRunAsync(string[] args, Func<string[], Action<WebApplicationBuilder>, WebApplication> build)
    {
        if (args.Length == 0 || args[0] != Verb)
            return null;

        if (Usage.IsAskedFor(args))
        {
            await Console.Out.WriteLineAsync(Help.Replace("{program}", StartedAs.Command, StringComparison.Ordinal));
            return 0;
        }

        ThrowawayFolder? folder = null;
        try
        {
            return await SessionGrainsHost.RunAsync(() =>
            {
                var plan = DemoPlan.Parse(args.AsSpan(1));
                folder = new ThrowawayFolder();
                var key = KeyText.MakeNew();
                return build(SettingsOf(plan, folder, key), builder => AddCrowd(builder, new DemoCrowdOptions(plan.Viewers, key, folder.Path)));
            });
        }
        finally
        {
            folder?.Dispose();
        }
    }

    /// <summary>They come last, so that neither the environment nor a file leads the demo to real sessions.</summary>
    private static string[] SettingsOf(DemoPlan plan, ThrowawayFolder folder, string key) =>
    [
        $"--environment={Environments.Production}", "--Cluster:Mode=Embedded", "--Cluster:Role=Node", "--Storage:Provider=Sqlite",
        $"--Storage:Sqlite:Path={Path.Combine(folder.Path, "sessions.db")}", $"--Operator:ApiKey={key}", $"--urls={plan.Urls}",
    ];

    private static void AddCrowd(WebApplicationBuilder builder, DemoCrowdOptions options)
    {
        if (builder.Configuration.GetSection(ExportOptions.Sinks).GetChildren().Any())
            throw new StartRefusedException($"{ExportOptions.Sinks} is set, and the sessions of simulated viewers would be exported: leave it out for the demo.");

        builder.Services.AddSingleton(options);
        builder.Services.AddHostedService<DemoCrowd>();
    }
}
