namespace SessionGrains.Cluster.Tests;

/// <summary>What <c>dotnet publish src/Api</c> leaves is whole: it runs a cluster too.</summary>
[Collection(ProcessTests.Name)]
public sealed partial class PublishedClusterTests : TestMachine
{
    [Fact]
    public async Task The_published_folder_runs_a_local_cluster()
    {
        var published = Path.Combine(Folder, "published");
        await PublishAsync(published);

        var cluster = Run(RunningProcess.StartFile(Path.Combine(published, "SessionGrains.Api"),
            ["cluster", "--silos", "1", $"--urls=http://127.0.0.1:{FreePort.Next()}", $"--Cluster:Directory={Path.Combine(Folder, "cluster")}"]));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        cluster.Interrupt();

        Assert.Equal(0, await cluster.WaitForExitAsync());
    }

    [Fact]
    public async Task A_silo_that_cannot_start_is_the_only_one_that_says_why()
    {
        var cluster = Run(RunningProcess.LocalCluster(Folder, FreePort.Next(), "--silos", "1", "--Metrics:Url=nonsense"));

        Assert.Equal(1, await cluster.WaitForExitAsync());
        Assert.Contains("silo-1  | Cannot start: ", cluster.Output, StringComparison.Ordinal);
        Assert.Contains("silo-1 ended with exit code 1 before the cluster was up", cluster.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(TraceOfTheFrontDoor(), cluster.Output);
    }

    /// <summary>As it was built, so that nothing is built while tests run.</summary>
    private async Task PublishAsync(string folder)
    {
        var root = new DirectoryInfo(Executables.Folder).Parent!.Parent!.Parent!.Parent!.FullName;
        var configuration = Path.GetFileName(Executables.Folder);
        var publish = Run(RunningProcess.StartFile("dotnet",
            ["publish", Path.Combine(root, "src", "Api"), "--no-build", "-c", char.ToUpperInvariant(configuration[0]) + configuration[1..], "-o", folder, "-nologo", "-nodeReuse:false"]));
        Assert.True(await publish.WaitForExitAsync() == 0, publish.Output);
    }

    [GeneratedRegex(@"api +\| .*(Exception|   at )")]
    private static partial Regex TraceOfTheFrontDoor();
}
