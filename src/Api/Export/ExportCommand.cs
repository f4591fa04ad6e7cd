using System.Runtime.InteropServices;
using Orleans.Serialization;
using SessionGrains.Api.Startup;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Exports.OneOff;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Export;

/// <summary>The command <c>export</c>: closed sessions as files, once, from the store of a server that runs or does not.</summary>
internal static class ExportCommand
{
    private const string Verb = "export";
    private const int Interrupted = 130;

    private const string Help = """
        Writes closed sessions as files, once. The server may run meanwhile and notices nothing; what it exports itself is another matter (docs/exports.md).

        Usage: {program} export --to FOLDER [--since 2026-11-01] [--until 2026-12-01] [--Section:Key=value ...]

          --to FOLDER           a folder, which is made, or s3://bucket/prefix, without files of another export or sink
          --since TIME          sessions that were closed at this time or later; all if left out
          --until TIME          sessions that were closed before this time; until now if left out
                                a TIME is a day or a time in UTC: 2026-11-29 or 2026-11-29T13:00:00Z
          --format KIND         Parquet or File (lines of JSON); Parquet if left out
          --endpoint URL        of s3://: the server's address; Amazon's if left out
          --region NAME         of s3://: where the bucket is. The key comes from the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
          --Section:Key=v       a setting of the store as the server has it, such as --Storage:Provider=Sqlite or --Cluster:Mode=Redis
        """;

    /// <summary>Runs the command if the arguments name it and returns its exit code; null otherwise.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args.Length == 0 || args[0] != Verb)
            return null;

        if (Usage.IsAskedFor(args))
        {
            await Console.Out.WriteLineAsync(Help.Replace("{program}", StartedAs.Command, StringComparison.Ordinal));
            return 0;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(ExportPlan.Parse(args.AsSpan(1), TimeProvider.System.GetUtcNow()), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped: what the manifests name is whole, the rest is missing. Remove the files, or name another place, to begin again.");
            return Interrupted;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync($"Cannot export: {refused.Message}");
            return 1;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"Export failed: {failure.Message.Split('\n')[0]}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }

    private static async Task<int> RunAsync(ExportPlan plan, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(ConfigurationDefaults.WithoutReload(plan.Settings));
        KnownSettings.Refuse(builder.Configuration);
        builder.Services.AddSerializer();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RecordQuarantine>();
        builder.Services.AddSingleton<ReportOpener>();
        await using var services = builder.Services.BuildServiceProvider();

        var sink = await ExportSinks.OpenEmptyFolderAsync(OneOffExport.Name, plan.Kind, plan.Target, SessionClusterOptions.Read(builder.Configuration).ServiceId, cancellationToken);
        var log = await StoredReports.OpenAsync(builder.Configuration, builder.Environment.IsDevelopment());
        using var opened = log as IDisposable;
        var done = await new OneOffExport(log, services.GetRequiredService<ReportOpener>(), sink, plan.Period).RunAsync(new Lines(), cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done.Sessions:N0} sessions in {done.Windows:N0} windows to {plan.Target.Path}, of {done.Looked:N0} in the report log; {done.Unreadable:N0} cannot be read."));
        return 0;
    }

    /// <summary>A line every few seconds.</summary>
    private sealed class Lines : IProgress<OneOffProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
        private long _last = TimeProvider.System.GetTimestamp();

        public void Report(OneOffProgress value)
        {
            if (TimeProvider.System.GetElapsedTime(_last) < Pause)
                return;

            _last = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{value.Sessions:N0} sessions written, {value.Looked:N0} looked at, up to {DateTimeOffset.FromUnixTimeMilliseconds(value.ClosedAtMs):yyyy-MM-ddTHH:mm:ssZ}"));
        }
    }
}
