namespace SessionGrains.Bench.Cost;

/// <summary>What the operating system has booked on a process: <c>/proc/{pid}</c>.</summary>
internal static class ProcessAccount
{
    // USER_HZ, which every Linux shows to programs.
    private const int TicksPerSecond = 100;

    // Of the fields after the name: state, ppid, pgrp, session, tty, tpgid, flags, minflt, cminflt, majflt, cmajflt, utime, stime, cutime, cstime.
    private const int UserTime = 11;

    /// <summary>Processor time of all its threads, and of the children it has waited for, in user and kernel mode.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static TimeSpan ReadProcessorTime(int processId) => ParseProcessorTime(File.ReadAllText($"/proc/{processId}/stat"));

    /// <summary>Bytes of memory that it has in RAM.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static long ReadResidentBytes(int processId) => ParseResidentBytes(File.ReadAllText($"/proc/{processId}/status"));

    internal static TimeSpan ParseProcessorTime(string stat)
    {
        // The name is in brackets and may contain anything, brackets and blanks too.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = fields.Skip(UserTime).Take(4).Sum(static field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    internal static long ParseResidentBytes(string status)
    {
        const string name = "VmRSS:";
        var line = status.Split('\n').First(static line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[name.Length..^" kB".Length], CultureInfo.InvariantCulture);
    }
}
