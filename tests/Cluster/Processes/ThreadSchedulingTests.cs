namespace SessionGrains.Cluster.Tests;

/// <summary>How Linux schedules the threads of the real executables, as the kernel says it.</summary>
[Collection(ProcessTests.Name)]
public sealed class ThreadSchedulingTests : TestMachine
{
    private const int PolicyField = 41;

    [Theory]
    [InlineData(3)]
    [InlineData(3, "--Process:Scheduling=batch")]
    [InlineData(0, "--Process:Scheduling=Normal")]
    public async Task All_threads_of_silo_and_front_door_have_the_policy(int policy, params string[] args)
    {
        var silo = Run(RunningProcess.Silo(Folder, args));
        await silo.WaitForLineAsync("Silo up");
        var port = FreePort.Next();
        var door = Run(RunningProcess.FrontDoor(Folder, port, args));
        await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"not ready: {door.Output}");

        Assert.Equal([policy], Policies(silo.Id).Distinct());
        Assert.Equal([policy], Policies(door.Id).Distinct());
        Assert.True(Policies(door.Id).Count > 5);
    }

    /// <summary>Of each thread of this process, by proc_pid_stat(5): 0 is SCHED_OTHER, 3 is SCHED_BATCH.</summary>
    private static List<int> Policies(int processId)
    {
        var policies = new List<int>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            try
            {
                policies.Add(Policy(File.ReadAllText(Path.Combine(thread, "stat"))));
            }
            catch (IOException)
            {
                // This thread has ended meanwhile.
            }
        }

        return policies;
    }

    /// <summary>The name in the second field may have spaces; the third follows its last parenthesis.</summary>
    private static int Policy(string stat) =>
        int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[PolicyField - 3], CultureInfo.InvariantCulture);
}
