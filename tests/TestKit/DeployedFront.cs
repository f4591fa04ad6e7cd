using System.Runtime.CompilerServices;

namespace SessionGrains.TestKit;

/// <summary>The HAProxy of docker-compose.yml with its own configuration, before servers on this machine.</summary>
internal static class DeployedFront
{
    /// <summary>The reason why it cannot be started here; null: it can.</summary>
    public static string? Missing => ProgramPath.Find("haproxy") is null ? "haproxy is not on the PATH: install it (Debian, Ubuntu: apt-get install haproxy)." : null;

    /// <param name="folder">Where its files go.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="servers">The ports of its servers.</param>
    public static RunningProcess Start(string folder, int port, IEnumerable<int> servers)
    {
        var deployed = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../deploy/haproxy"));
        var file = Path.Combine(folder, "haproxy.cfg");
        File.Copy(Path.Combine(deployed, "unavailable.http"), Path.Combine(folder, "unavailable.http"), overwrite: true);
        File.WriteAllText(file, FrontConfiguration.Of(File.ReadAllText(Path.Combine(deployed, "haproxy.cfg")), $"127.0.0.1:{port}", servers.Select(static server => $"127.0.0.1:{server}")));
        return RunningProcess.StartFile(ProgramPath.Find("haproxy")!, ["-db", "-f", file]);
    }

    private static string Here([CallerFilePath] string here = "") => here;
}

/// <summary>A test that starts HAProxy; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FrontFactAttribute : FactAttribute
{
    public FrontFactAttribute() => Skip = DeployedFront.Missing;
}

/// <inheritdoc cref="FrontFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FrontTheoryAttribute : TheoryAttribute
{
    public FrontTheoryAttribute() => Skip = DeployedFront.Missing;
}
