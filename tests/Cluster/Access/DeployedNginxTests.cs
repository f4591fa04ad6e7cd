using System.Runtime.CompilerServices;

namespace SessionGrains.Cluster.Tests;

/// <summary>The nginx of docker-compose.yml with its two files, where only names of the container are others: no Docker here, and no api behind it.</summary>
[Collection(ProcessTests.Name)]
public sealed class DeployedNginxTests : TestMachine
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [ProxyTheory]
    [InlineData("/api/v1/sessions/" + Id + "/events")]
    [InlineData("/api/v1/sessions/" + Id + "/stream")]
    public async Task While_no_api_answers_its_logs_name_no_session(string path)
    {
        var port = FreePort.Next();
        var nginx = Run(await StartAsync(port, FreePort.Next()));
        using var player = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Deadline.UntilAsync(() => IsUpAsync(player), () => $"nginx does not answer: {nginx.Output}");

        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await player.PostAsync(new Uri(path, UriKind.Relative), body);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        nginx.Interrupt();
        await nginx.WaitForExitAsync();
        Assert.DoesNotContain(Id, nginx.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> IsUpAsync(HttpClient player)
    {
        try
        {
            return await player.GetStringAsync(new Uri("/front/live", UriKind.Relative)) == "live\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<RunningProcess> StartAsync(int port, int api)
    {
        var site = Path.Combine(Folder, "site.conf");
        var main = Path.Combine(Folder, "nginx.conf");
        await File.WriteAllTextAsync(site, (await ReadAsync("front.conf"))
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("resolver 127.0.0.11 valid=1s ipv6=off;", "", StringComparison.Ordinal)
            .Replace("http://api:8080", $"http://127.0.0.1:{api}", StringComparison.Ordinal));
        await File.WriteAllTextAsync(main, (await ReadAsync("nginx.conf"))
            .Replace("user nobody nogroup;", "", StringComparison.Ordinal)
            .Replace("/run/nginx.pid", Path.Combine(Folder, "nginx.pid"), StringComparison.Ordinal)
            .Replace("/etc/nginx/conf.d/*.conf", site, StringComparison.Ordinal));
        return RunningProcess.StartFile(ProgramPath.Find("nginx")!, ["-p", Folder, "-c", main, "-g", "daemon off; master_process off;"]);
    }

    private static Task<string> ReadAsync(string name, [CallerFilePath] string here = "") =>
        File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "deploy", "nginx", name));
}
