namespace SessionGrains.Cluster.Tests;

/// <summary>The .NET tool, packed from what is built and installed into a folder of its own, once for all its tests.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private const string Id = "SessionGrains";

    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-tool-").FullName;

    /// <summary>The command as a user starts it.</summary>
    public string Command => Path.Combine(_folder, "bin", "sessiongrains");

    public async Task InitializeAsync()
    {
        var root = new DirectoryInfo(Executables.Folder).Parent!.Parent!.Parent!.Parent!.FullName;
        var configuration = Path.GetFileName(Executables.Folder);

        // As it was built, so that nothing is built while tests run.
        await RunAsync(["pack", Path.Combine(root, "src", "Api"), "--no-build", "-c", char.ToUpperInvariant(configuration[0]) + configuration[1..], "-p:Form=Tool", "-o", _folder, "-nologo", "-nodeReuse:false"]);
        var package = Assert.Single(Directory.GetFiles(_folder, $"{Id}.*.nupkg"));
        var version = Path.GetFileNameWithoutExtension(package)[(Id.Length + 1)..];
        await RunAsync(["tool", "install", Id, "--version", version, "--tool-path", Path.Combine(_folder, "bin"), "--source", _folder], $"HOME={_folder}");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Starts the command for a user with this home, in a working directory that it must not matter to.</summary>
    public RunningProcess Start(string home, params string[] args) => RunningProcess.StartFile("env", ["-u", "XDG_DATA_HOME", "-C", _folder, $"HOME={home}", Command, .. args]);

    private static async Task RunAsync(string[] args, params string[] environment)
    {
        using var dotnet = RunningProcess.StartFile("env", [.. environment, "DOTNET_CLI_TELEMETRY_OPTOUT=1", "dotnet", .. args]);
        Assert.True(await dotnet.WaitForExitAsync() == 0, dotnet.Output);
    }
}
