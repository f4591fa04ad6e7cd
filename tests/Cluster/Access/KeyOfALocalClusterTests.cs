namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class KeyOfALocalClusterTests : TestMachine
{
    private string KeyFile => Path.Combine(Folder, "local.operator.key");

    [Fact]
    public async Task Front_doors_that_start_at_the_same_moment_end_with_one_key_and_say_where_it_is()
    {
        var ports = Enumerable.Range(0, 3).Select(static _ => FreePort.Next()).ToArray();
        RunningProcess[] doors = [.. ports.Select(port => Run(RunningProcess.Start("SessionGrains.Api", ["--Cluster:Mode=Localhost", "--Cluster:Role=FrontDoor", $"--Cluster:Directory={Folder}", $"--urls=http://127.0.0.1:{port}"])))];
        foreach (var door in doors)
            await door.WaitForLineAsync($"Reading needs the operator key in {KeyFile}");

        var key = (await File.ReadAllTextAsync(KeyFile)).Trim();
        Assert.All(doors, door => Assert.DoesNotContain(key, door.Output, StringComparison.Ordinal));
        foreach (var port in ports)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await MetricsAsync(port, null));
            Assert.Equal(HttpStatusCode.OK, await MetricsAsync(port, key));
        }
    }

    [Fact]
    public async Task The_cluster_command_says_where_its_key_is()
    {
        var port = FreePort.Next();
        var cluster = Run(RunningProcess.LocalCluster(Folder, port, "--silos", "1"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");

        await cluster.WaitForLineAsync($"Reading needs the operator key in {KeyFile}");
        Assert.Equal(HttpStatusCode.OK, await MetricsAsync(port, (await File.ReadAllTextAsync(KeyFile)).Trim()));
    }

    private static async Task<HttpStatusCode> MetricsAsync(int port, string? key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/metrics"));
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
