using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>Files as nobody would expect them, and disks and neighbours that get in the way of opening them.</summary>
public sealed class DamagedFiles
{
    private const string Database = "sessions.db";
    private const string Log = "sessions.db-wal";
    private const int Header = 32;
    private const int Frame = 24 + 4096;

    [RecorderFact]
    public async Task A_trace_that_breaks_off_anywhere_is_read_as_far_as_it_goes()
    {
        var run = await Recorded.SqliteAsync();
        var random = new Random(PowerLossSettings.Seed);
        for (var i = 0; i < 3; i++)
        {
            // Most of a trace is pages, so this is in the middle of one.
            var part = RecordedRun.Of(run.Trace[..random.Next(run.Trace.Length / 2, run.Trace.Length)], run.DataFolder);
            var proof = new ImageProof(part, OpenedImage.SqliteAsync);
            await proof.RunAsync(CrashPlan.Of(part.Disk, part.Promises.Lines, PowerLossSettings.Seed, 4));
            Assert.Empty(proof.Worst);
        }
    }

    [RecorderFact]
    public async Task Frames_of_another_salt_at_the_end_of_the_log_are_left_alone()
    {
        var (run, line) = await MiddleAsync();
        await OpenAsync(run, line, LossKind.KeepsNothing, files =>
        {
            // As they are left when a log is begun anew: whole, and of an older salt.
            var frames = files[Log].Bytes.Slice(Header, 4 * Frame).ToArray();
            for (var i = 0; i < frames.Length; i += Frame)
                frames[i + 8] ^= 0xff;
            files[Log] = files[Log].Copy();
            files[Log].Write(Header + ((files[Log].Length - Header) / Frame * Frame), frames);
        });
    }

    [RecorderFact]
    public async Task A_log_whose_salt_is_not_that_of_its_frames_is_taken_for_empty()
    {
        var run = await Recorded.SqliteAsync();
        var (_, middle) = await MiddleAsync();
        var log = Files(run, middle)[Log].Copy();
        var header = log.Bytes[..Header].ToArray();
        header[16] ^= 0xff;
        log.Write(0, header);

        // The run has ended in order: all of it is in the database, and there is no log.
        await OpenAsync(run, int.MaxValue - 1, LossKind.KeepsAll, files =>
        {
            Assert.False(files.ContainsKey(Log));
            files[Log] = log;
        });
    }

    [RecorderFact]
    public async Task Two_stores_that_open_one_image_at_once_find_everything_and_a_server_of_its_own_refuses_the_second()
    {
        var (run, line) = await MiddleAsync();
        var folder = OpenedImage.Place(Files(run, line));
        try
        {
            var images = await Task.WhenAll(OpenedImage.SqliteAsync(folder), OpenedImage.SqliteAsync(folder));
            foreach (var image in images)
            {
                Assert.Empty(await new Judge(run.Promises, null).JudgeAsync(image.Store, line));
                await image.DisposeAsync();
            }

            var options = new SqliteStoreOptions { Path = Path.Combine(folder, Database), Exclusive = true };
            using (SqliteFileLock.Take(options))
                Assert.Contains("in use by another process", Assert.Throws<StartRefusedException>(() => SqliteFileLock.Take(options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [RecorderFact]
    public async Task A_disk_that_is_full_while_an_image_is_opened_takes_nothing_from_it()
    {
        var (run, line) = await MiddleAsync();
        var folder = OpenedImage.Place(Files(run, line));
        try
        {
            var said = await StartOnFullDiskAsync(folder);
            Assert.StartsWith($"Cannot start: The session database '{Path.Combine(folder, Database)}' cannot be used", said, StringComparison.Ordinal);
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));

            await using var image = await OpenedImage.SqliteAsync(folder);
            Assert.Empty(await new Judge(run.Promises, null).JudgeAsync(image.Store, line));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [RecorderFact]
    public async Task A_log_of_Redis_whose_last_command_is_cut_is_opened_without_it()
    {
        var run = await Recorded.RedisAsync();
        var random = new Random(PowerLossSettings.Seed);
        var disk = new CrashDisk(run.Disk);
        foreach (var write in run.Disk.Operations.OfType<Written>().Where(one => run.Disk.LastNames[one.File].EndsWith(".incr.aof", StringComparison.Ordinal)).Where((_, i) => i % 80 == 40))
        {
            disk.MoveTo(write.Begun);
            var files = disk.Lose(new Loss(LossKind.KeepsAll, 0));
            var (name, content) = files.Last(file => file.Key.EndsWith(".incr.aof", StringComparison.Ordinal) && file.Value.Length > 0);
            files[name] = content.Copy();
            files[name].Resize(content.Length - random.Next(1, write.Data.Length));
            await JudgeAsync(run, write.Begun, files, OpenedImage.RedisAsync);
        }
    }

    /// <summary>A place in the middle of the run at which the log has frames.</summary>
    private static async Task<(RecordedRun Run, int Line)> MiddleAsync()
    {
        var run = await Recorded.SqliteAsync();
        var syncs = run.Disk.Syncs.Where(sync => sync.File is { } file && run.Disk.LastNames[file] == Log).ToList();
        return (run, syncs[syncs.Count / 2].Ended);
    }

    private static Dictionary<string, FileContent> Files(RecordedRun run, int line, LossKind kind = LossKind.KeepsNothing)
    {
        var disk = new CrashDisk(run.Disk);
        disk.MoveTo(line);
        return disk.Lose(new Loss(kind, 0));
    }

    private static Task OpenAsync(RecordedRun run, int line, LossKind kind, Action<Dictionary<string, FileContent>> damage)
    {
        var files = Files(run, line, kind);
        damage(files);
        return JudgeAsync(run, line, files, OpenedImage.SqliteAsync);
    }

    private static async Task JudgeAsync(RecordedRun run, int line, Dictionary<string, FileContent> files, Func<string, Task<OpenedImage>> open)
    {
        var folder = OpenedImage.Place(files);
        try
        {
            await using var image = await open(folder);
            Assert.Empty(await new Judge(run.Promises, null).JudgeAsync(image.Store, line));
            Assert.False(image.WasMended);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The recorder refuses what the server wants to write to these files, as a full disk does.</summary>
    private static async Task<string> StartOnFullDiskAsync(string folder)
    {
        var database = Path.Combine(folder, Database);
        using var server = Process.Start(new ProcessStartInfo("strace",
        [
            "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=pwrite64,ftruncate,fallocate", "-P", database, "-P", $"{database}-wal", "-P", $"{database}-shm",
            "-e", "inject=pwrite64,ftruncate,fallocate:error=ENOSPC",
            Path.Combine(Executables.Folder, "SessionGrains.Api"), $"--urls=http://127.0.0.1:{FreePort.Next()}",
            $"--Operator:ApiKey={RunningProcess.OperatorKey}", "--Cluster:Mode=Embedded", "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={database}",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            using var patience = new CancellationTokenSource(Deadline.Patience);
            var said = await server.StandardError.ReadToEndAsync(patience.Token) + await server.StandardOutput.ReadToEndAsync(patience.Token);
            await server.WaitForExitAsync(patience.Token);
            Assert.Equal(1, server.ExitCode);
            return said;
        }
        finally
        {
            if (!server.HasExited)
                server.Kill(entireProcessTree: true);
        }
    }
}
