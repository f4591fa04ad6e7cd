using System.Runtime.InteropServices;

namespace SessionGrains.PowerLoss.Tests.Recording;

internal enum ProcessSignal
{
    Kill = 9,
    Terminate = 15,
}

internal static partial class ProcessSignals
{
    public static void Send(int processId, ProcessSignal signal) => _ = Kill(processId, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
