namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// <c>strace</c>, which sees every call of all processes it started in one order: it stops the thread that calls, at the call and at its return. So
/// if one line stands after another, the call was begun, or had returned, after it.
/// </summary>
internal static class Strace
{
    /// <summary>Longer than any single write of ours; a call with more is cut, and the reader refuses a trace with such a write.</summary>
    private const int LongestData = 16 << 20;

    /// <summary>Everything that changes a file or its name or makes it durable, what is known to bypass that, and what goes through sockets.</summary>
    private const string Calls =
        "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,lseek,"
        + "fsync,fdatasync,mmap,link,linkat,copy_file_range,sendfile,splice,io_uring_enter,"
        + "read,readv,recvfrom,recvmsg,sendto,sendmsg";

    public static string? Missing { get; } = ProgramPath.Find("strace") is not null
        ? null
        : "strace is not on the PATH: install it (Debian, Ubuntu: apt-get install strace). It needs Linux and the right to trace own processes.";

    /// <summary>Runs a command of the shell under the recorder.</summary>
    public static ProcessStartInfo Record(string traceFile, string command, string? injected = null) => new("strace",
    [
        "-f", "--seccomp-bpf", "-y", "-ttt", "-xx", "-a", "1", "-s", $"{LongestData}", "-e", "signal=none", "-e", $"trace={Calls}",
        .. injected is null ? Array.Empty<string>() : ["-e", $"inject={injected}"], "-o", traceFile, "sh", "-c", command,
    ])
    { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
}
