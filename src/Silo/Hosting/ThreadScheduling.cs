using System.Globalization;
using System.Runtime.InteropServices;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// How Linux schedules the threads of this process: <c>Process:Scheduling</c>. <c>Batch</c>, the default, is SCHED_BATCH (sched(7)): a thread that wakes up does not preempt the
/// one on its core. Without it, when all cores are busy, the thread that polls the sockets preempts a working thread for every three requests, to find one or two more
/// (docs/adr/0014-threads-scheduled-as-batch.md). Idle cores are used at once either way. <c>Normal</c> changes nothing. Other systems ignore the setting.
/// </summary>
internal static partial class ThreadScheduling
{
    public const string Key = "Process:Scheduling";

    private const int Batch = 3;
    private const string ThreadsFolder = "/proc/self/task";

    /// <summary>
    /// Applies the setting. Must be called on the main thread before other threads than the runtime's own exist: a new .NET thread inherits the policy that the C library
    /// remembers of the thread that starts it. Needs no privilege; where it is forbidden, nothing changes.
    /// </summary>
    /// <exception cref="StartRefusedException">The value is neither Batch nor Normal.</exception>
    public static void Apply(IConfiguration configuration)
    {
        switch (configuration[Key]?.Trim().ToUpperInvariant())
        {
            case null or "" or "BATCH":
                if (OperatingSystem.IsLinux() && Directory.Exists(ThreadsFolder))
                    ApplyBatch();
                break;
            case "NORMAL":
                break;
            default:
                throw new StartRefusedException($"{Key} is '{configuration[Key]}': set it to Batch or Normal.");
        }
    }

    private static void ApplyBatch()
    {
        _ = SetPThread(CurrentPThread(), Batch, 0);
        foreach (var thread in Directory.EnumerateDirectories(ThreadsFolder))
            _ = SetThread(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Batch, 0);
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint CurrentPThread();

    /// <summary>Sets the policy that the C library remembers and that new threads inherit.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_setschedparam")]
    private static partial int SetPThread(nint thread, int policy, in int priority);

    /// <summary>By kernel thread id, for the threads that the runtime has already started.</summary>
    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetThread(int thread, int policy, in int priority);
}
