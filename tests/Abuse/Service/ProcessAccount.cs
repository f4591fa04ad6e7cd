namespace SessionGrains.Abuse.Tests;

/// <summary>What processes have cost so far, as the kernel says it.</summary>
internal sealed class ProcessAccount(IReadOnlyCollection<int> processes)
{
    /// <summary>Fields of proc_pid_stat(5), counted from the one after the name in parentheses.</summary>
    private const int UserTicks = 11;
    private const int SystemTicks = 12;
    private const int TicksPerSecond = 100;

    /// <summary>Processor time of all processes since their start, in steps of 10 ms.</summary>
    public TimeSpan ProcessorTime() => TimeSpan.FromSeconds(processes.Sum(static id => Ticks(id)) / TicksPerSecond);

    /// <summary>Processor time of the threads that there are, in nanoseconds: fine enough for a few requests, and blind for threads that have ended.</summary>
    public IReadOnlyDictionary<string, long> ThreadTimes()
    {
        var times = new Dictionary<string, long>();
        foreach (var thread in processes.SelectMany(static id => Directory.EnumerateDirectories($"/proc/{id}/task")))
        {
            try
            {
                times[thread] = long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // This thread has ended meanwhile.
            }
        }

        return times;
    }

    /// <summary>Nanoseconds of processor time since those times were taken.</summary>
    public long NanosecondsSince(IReadOnlyDictionary<string, long> before) =>
        ThreadTimes().Sum(thread => thread.Value - before.GetValueOrDefault(thread.Key));

    /// <summary>The most memory that any of the processes had in use at a time.</summary>
    public long PeakResidentBytes() => processes.Max(static id => File.ReadLines($"/proc/{id}/status")
        .Where(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture) * 1024)
        .FirstOrDefault());

    private static double Ticks(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return double.Parse(fields[UserTicks], CultureInfo.InvariantCulture) + double.Parse(fields[SystemTicks], CultureInfo.InvariantCulture);
    }
}
