using System.Reflection;
using System.Runtime.InteropServices;

namespace SessionGrains.Bench.Cost;

/// <summary>What figures mean nothing without.</summary>
internal sealed record MachineDescription(string Commit, string Day, string Processor, string Pinning, string Runtime, string System, string Redis, double LoadBefore)
{
    public static MachineDescription Of(SubjectSettings settings) => new(
        typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit[..10] : "unknown",
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd"),
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Pin(settings.Cores),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription.Split(" #")[0],
        settings.RedisServer is { } redis ? Version(redis) : "none: what needs it was left out",
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]));

    private static string Pin(Cores cores) => cores.AreApart
        ? $"subjects with their Redis on core {string.Join(", ", cores.Subject)}, the load on core {string.Join(", ", cores.Load)}"
        : "one core for subjects and load: only processor times mean anything";

    private static string Version(string redis)
    {
        using var asked = Process.Start(new ProcessStartInfo(redis, ["--version"]) { RedirectStandardOutput = true })!;
        return asked.StandardOutput.ReadToEnd().Split(' ').FirstOrDefault(static word => word.StartsWith("v=", StringComparison.Ordinal))?[2..] ?? "unknown";
    }
}
