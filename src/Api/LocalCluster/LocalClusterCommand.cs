using System.Runtime.InteropServices;
using SessionGrains.Api.Startup;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.LocalCluster;

/// <summary>The command <c>cluster</c>: several nodes or silos and a front door on this machine, without installing anything.</summary>
internal static class LocalClusterCommand
{
    private const string Verb = "cluster";

    private const string Help = """
        Starts a local cluster: nodes and a front door, each in its own process, on this machine. Ctrl-C stops them all.

        Usage: {program} cluster [--nodes 3] [--urls http://localhost:8080] [--Section:Key=value ...]

          --nodes N          how many nodes, 1 to 32; 3 if left out. A node hosts sessions and answers requests too, on the next ports
          --silos N          instead: N silos, which host sessions only
          --urls URLS        where the front door listens; http://localhost:8080 if left out
          --Section:Key=v    a setting for all processes, such as --Storage:Provider=Sqlite, --Sessions:IdleTimeout=00:01:00,
                             --Cluster:ClusterId=other for a second cluster beside the first

        While it runs, the line after the table says how a further node or silo joins.
        To see the others carry on without one:    kill -9 PID, with a pid from the table
        """;

    /// <summary>Runs the command if the arguments name it and returns its exit code; null otherwise.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args.Length == 0 || args[0] != Verb)
            return null;

        if (args.Any(static arg => arg is "--help" or "-h" or "-?"))
        {
            await Console.Out.WriteLineAsync(Help.Replace("{program}", StartedAs.Command, StringComparison.Ordinal));
            return 0;
        }

        try
        {
            return await RunAsync(LaunchPlan.Parse(args.AsSpan(1)));
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync($"Cannot start: {refused.Message}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(LaunchPlan plan)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        await using var cluster = new RunningCluster(plan, Console.Out);
        return await cluster.RunAsync(stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            // A second Ctrl-C ends this process without waiting; the children then stop too.
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }
}
