using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// How Linux schedules the threads of this process: <c>Process:Scheduling</c>. <c>Batch</c>, the default, is SCHED_BATCH (sched(7)): a thread that wakes up
/// does not interrupt the one on its core but waits until that sleeps or has had its share. Without it, where all cores are busy, the thread that
/// watches the sockets interrupts one that works for every three requests, to find one or two more (docs/adr/0014-threads-scheduled-as-batch.md). A core that is free is
/// taken at once either way. <c>Normal</c> leaves things as they are. Other systems have no such choice and ignore it.
/// </summary>
internal static partial class ThreadScheduling
{
    public const string Key = "Process:Scheduling";

    private const int Batch = 3;
    private const string Threads = "/proc/self/task";

    /// <summary>
    /// Does what the configuration says. To be called by the main thread before there are others than the runtime's own: a new thread of .NET is scheduled as
    /// the C library remembers it of the thread that starts it. Needs no privilege; where it is forbidden all the same, nothing changes.
    /// </summary>
    /// <exception cref="StartRefusedException">The value is neither.</exception>
    public static void Apply(IConfiguration configuration)
    {
        switch (configuration[Key]?.Trim().ToUpperInvariant())
        {
            case null or "" or "BATCH":
                if (OperatingSystem.IsLinux() && Directory.Exists(Threads))
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
        _ = SetOwn(OwnThread(), Batch, 0);
        foreach (var thread in Directory.EnumerateDirectories(Threads))
            _ = SetAny(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Batch, 0);
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint OwnThread();

    /// <summary>What the C library remembers, and the threads that this one starts inherit.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_setschedparam")]
    private static partial int SetOwn(nint thread, int policy, in int priority);

    /// <summary>By the kernel's number, for the threads that the runtime has started by itself.</summary>
    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetAny(int thread, int policy, in int priority);
}
