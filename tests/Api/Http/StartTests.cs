namespace SessionGrains.Api.Tests;

/// <summary>What a person reads who starts the program, from the real executable.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (code, output, error) = await Run("--urls", url);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith($"Cannot start: {url} is in use by another process", Assert.Single(Lines(error)));
    }

    [Theory]
    [InlineData("--urls", "http://localhost:8080x", "--urls")]
    [InlineData("--urls", "localhost", "--urls")]
    [InlineData("--PathBase", "/a b", "PathBase")]
    [InlineData("--Validation:Mode", "lenient", "standard or strict")]
    [InlineData("--Operator:ApiKey", "two words", "Operator:ApiKey")]
    [InlineData("--Operator:ApiKey", "only-21-characters-oh", "Operator:ApiKey has 21 characters: a key has at least 22")]
    [InlineData("--Operator:ApiKey", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "Operator:ApiKey is one character repeated")]
    [InlineData("--Operator:Keys:0:Name", "grafana", "Operator:Keys:0:Key is not set")]
    [InlineData("--Operator:Keys:0:Key", "correct-horse-battery-staple", "Operator:Keys:0:Name")]
    [InlineData("--Operator:Keys:0:Allows", "everything", "set it to read, or to read, control")]
    [InlineData("--Operator:Keys:0:Allows", "control", "set it to read, or to read, control")]
    [InlineData("--Proxy:Trusted", "10.0.0.1/8", "Proxy:Trusted has '10.0.0.1/8'")]
    [InlineData("--Proxy:Trusted", "10.0.0.5, proxy.example", "Proxy:Trusted has 'proxy.example'")]
    [InlineData("--Proxy:Trusted", "10.0.0", "Proxy:Trusted has '10.0.0'")]
    [InlineData("--Proxy:Trusted:0", "10.0.0.5:80", "Proxy:Trusted has '10.0.0.5:80'")]
    [InlineData("--Proxy:Trusted", "0.0.0.0/0", "name only the proxies")]
    [InlineData("--Proxy:Trusted", "10.0.0.5, ::/0", "name only the proxies")]
    [InlineData("--Proxy:Trusted", "0.0.0.0/1, 128.0.0.0/1", "name only the proxies")]
    [InlineData("--ForwardedHeaders_Enabled", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED")]
    [InlineData("--Cors:AllowedOrigins", "player.example", "Cors:AllowedOrigins")]
    [InlineData("--Cors:AllowedOrigins", "https://player.example/path", "Cors:AllowedOrigins")]
    [InlineData("--Cors:AllowedOrigins", "*,https://player.example", "Cors:AllowedOrigins")]
    [InlineData("--Cluster:Mode", "Cloud", "Cluster:Mode")]
    [InlineData("--Cluster:Mode", "Redis", "ConnectionStrings:Redis is not set")]
    [InlineData("--Cluster:Role", "Silo", "set it to Node or FrontDoor")]
    [InlineData("--Cluster:Role", "FrontDoor", "it needs nodes or silos in other processes")]
    [InlineData("--Storage:Provider", "Floppy", "Storage:Provider")]
    [InlineData("--Door:MaxConcurrentRequests", "0", "Door:MaxConcurrentRequests")]
    [InlineData("--Door:MaxReceivingBodies", "0", "Door:MaxReceivingBodies")]
    [InlineData("--Door:MaxConnections", "0", "Door:MaxConnections")]
    [InlineData("--Door:MaxConnections", "2000000000", "files open, which is enough for")]
    [InlineData("--Door:MaxReceivingBytes", "4000000", "at least 4194304")]
    [InlineData("--Shutdown:DrainDelay", "later", "Shutdown:DrainDelay")]
    [InlineData("--Shutdown:DrainDelay", "1.00:00:00", "Shutdown:DrainDelay")]
    [InlineData("--Sessions:Durability", "Never", "Sessions:Durability")]
    [InlineData("--Sessions:IdleTimeout", "soon", "Sessions:IdleTimeout")]
    [InlineData("--Process:Scheduling", "Realtime", "set it to Batch or Normal")]
    public async Task A_wrong_setting_is_one_line_that_says_what_to_set(string name, string value, string hint)
    {
        var (code, output, error) = await Run([name, value, name == "--urls" ? "--environment=Production" : "--urls=http://127.0.0.1:0", .. SiloPorts()]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        var line = Assert.Single(Lines(error));
        Assert.StartsWith("Cannot start: ", line);
        Assert.Contains(hint, line);
        Assert.False(name.EndsWith("Key", StringComparison.Ordinal) && line.Contains(value, StringComparison.Ordinal), "a key is in the line");
    }

    [Fact]
    public async Task A_front_door_of_a_cluster_on_Redis_needs_a_configured_key()
    {
        var (code, output, error) = await Run(["--urls=http://127.0.0.1:0", "--Cluster:Mode=Redis", "--ConnectionStrings:Redis=127.0.0.1:1,connectTimeout=100", .. SiloPorts()]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        var line = Assert.Single(Lines(error));
        Assert.StartsWith("Cannot start: Operator:ApiKey is not set", line);
        Assert.Contains("Operator__ApiKey", line);
    }

    [Theory]
    [InlineData("operator", "the name 'operator'")]
    [InlineData("again", "the same key twice")]
    public async Task Two_keys_that_cannot_be_told_apart_refuse_the_start(string name, string hint)
    {
        const string Key = "correct-horse-battery-staple";
        var (code, _, error) = await Run("--urls=http://127.0.0.1:0", $"--Operator:ApiKey={Key}", $"--Operator:Keys:0:Name={name}", $"--Operator:Keys:0:Key={Key}{(name == "again" ? "" : "2")}");

        Assert.Equal(1, code);
        var line = Assert.Single(Lines(error));
        Assert.Contains(hint, line);
        Assert.DoesNotContain(Key, line);
    }

    [Fact]
    public async Task A_key_whose_name_and_text_are_empty_is_none()
    {
        var (code, _, error) = await Run(
            ["--urls=http://127.0.0.1:0", "--Operator:Keys:0:Name=", "--Operator:Keys:0:Key=", "--Cluster:Mode=Redis", "--ConnectionStrings:Redis=127.0.0.1:1,connectTimeout=100", .. SiloPorts()]);

        Assert.Equal(1, code);
        Assert.StartsWith("Cannot start: Operator:ApiKey is not set", Assert.Single(Lines(error)));
    }

    [Fact]
    public async Task Two_wrong_settings_are_told_together()
    {
        var (code, _, error) = await Run("--urls=http://127.0.0.1:0", "--Operator:ApiKey=two words", "--Cors:AllowedOrigins=x");

        Assert.Equal(1, code);
        var line = Assert.Single(Lines(error));
        Assert.Contains("Operator:ApiKey", line);
        Assert.Contains("Cors:AllowedOrigins", line);
    }

    [Fact]
    public async Task Help_names_every_setting()
    {
        var (code, output, error) = await Run("--help");

        Assert.Equal(0, code);
        Assert.Empty(error);
        foreach (var name in new[] { "--urls", "PathBase", "Cluster:Mode", "Cluster:Role", "Storage:Provider", "Sessions:Durability", "Validation:Mode", "Cors:AllowedOrigins", "Operator:ApiKey" })
            Assert.Contains(name, output);
    }

    [Fact]
    public async Task A_broken_settings_file_is_one_line_with_its_path_and_place()
    {
        var folder = Directory.CreateTempSubdirectory("session-grains-json-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{ \"Storage\": { \"Provider\": }\n");

            var (code, output, error) = await Run("--urls=http://127.0.0.1:0", $"--contentRoot={folder.FullName}");

            Assert.Equal(1, code);
            Assert.Empty(output);
            var line = Assert.Single(Lines(error));
            Assert.StartsWith("Cannot start: ", line);
            Assert.Contains(Path.Combine(folder.FullName, "appsettings.json"), line);
            Assert.Contains("LineNumber: 0", line);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--Storage:Provder=Memory", "the setting Storage:Provder is unknown: did you mean Storage:Provider?")]
    [InlineData("--bogus", "the option --bogus is unknown")]
    public async Task A_misspelt_setting_is_one_line(string argument, string said)
    {
        var (code, output, error) = await Run("--urls=http://127.0.0.1:0", argument);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith($"Cannot start: {said}", Assert.Single(Lines(error)));
    }

    [Fact]
    public async Task The_version_is_told_when_it_is_asked_for()
    {
        var (code, output, _) = await Run("--version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+[-+.0-9a-z]*$", Assert.Single(Lines(output)));
    }

    [Fact]
    public async Task The_first_line_says_with_its_full_path_where_the_store_is()
    {
        var folder = Directory.CreateTempSubdirectory("session-grains-path-");
        try
        {
            using var process = Start("--urls", "http://127.0.0.1:0", "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.GetRelativePath(Environment.CurrentDirectory, folder.FullName)}/sessions.db");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            process.Kill();
            await process.WaitForExitAsync(patience.Token);

            Assert.Contains($" · storage Sqlite in {Path.Combine(folder.FullName, "sessions.db")}, ", line);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_first_line_says_where_it_is_and_what_it_keeps()
    {
        using var process = Start("--urls", "http://127.0.0.1:0", "--Storage:Provider", "Memory");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        process.Kill();

        Assert.Matches(@"^SessionGrains on http://127\.0\.0\.1:\d+ · storage Memory \(lost at exit.*\) · docs at /docs · version \d+\.\d+\.\d+[-+.0-9a-z]*$", line);
    }

    /// <summary>A node checks its ports early; the usual ones may be taken by other tests' clusters.</summary>
    private static string[] SiloPorts() => [$"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}"];

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
