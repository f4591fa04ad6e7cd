using SessionGrains.Silo.Clustering.Localhost;

namespace SessionGrains.Cluster.Tests;

/// <summary>What a test of real processes needs of the machine: a folder for its cluster, free ports, and the end of all that it started.</summary>
public abstract class TestMachine : IAsyncLifetime
{
    private readonly List<RunningProcess> _started = [];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("session-grains-test-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        // The children of a cluster command are in its process group and end with it.
        foreach (var process in _started)
            process.Dispose();

        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Whether the front door on this port would take players now.</summary>
    protected static async Task<bool> IsReadyAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        return await http.IsReadyAsync();
    }

    protected RunningProcess Run(RunningProcess process)
    {
        _started.Add(process);
        return process;
    }

    /// <summary>The silos that are members of the test's cluster now.</summary>
    protected IReadOnlyList<int> MemberIds() => [.. LocalSilo.Members(MembershipFile.Open(Cluster())).Select(static silo => silo.ProcessId)];

    internal SessionClusterOptions Cluster() =>
        SessionClusterOptions.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Cluster:Mode", "Localhost"), new("Cluster:Directory", Folder)]).Build());
}
