namespace SessionGrains.Cluster.Tests;

/// <summary>The systemd unit that the Debian package installs: docs/operations.md#as-a-service.</summary>
public sealed class ServiceUnitTests : TestMachine
{
    private static readonly string Unit = Path.Combine(Executables.Folder, "..", "..", "..", "..", "deploy", "systemd", "sessiongrains.service");

    /// <summary>In tenths of the exposure from 0 to 10: what remains is the network, compiling at run time and seeing other processes.</summary>
    private const int MostExposure = 17;

    [SystemdFact]
    public async Task The_unit_leaves_the_server_only_what_it_needs()
    {
        var analysis = Run(RunningProcess.StartFile("systemd-analyze", ["security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", Path.GetFullPath(Unit)]));

        Assert.True(await analysis.WaitForExitAsync() == 0, analysis.Output);
    }

    [SystemdFact]
    public async Task The_analysis_would_refuse_the_unit_without_its_hardening()
    {
        var bare = Path.Combine(Folder, "sessiongrains.service");
        await File.WriteAllLinesAsync(bare, File.ReadLines(Unit).Where(static line => !line.StartsWith("Protect", StringComparison.Ordinal)));

        var analysis = Run(RunningProcess.StartFile("systemd-analyze", ["security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", bare]));

        Assert.NotEqual(0, await analysis.WaitForExitAsync());
    }
}
