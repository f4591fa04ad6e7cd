namespace SessionGrains.Architecture.Tests;

/// <summary>Kubernetes' command-line tool, which contains Kustomize and for that needs no cluster.</summary>
internal static class Kubectl
{
    /// <summary>The reason why it cannot be used here; null: it can.</summary>
    public static string? Missing => ProgramPath.Find("kubectl") is null ? "kubectl is not on the PATH: install version 1.27 or later (https://kubernetes.io/docs/tasks/tools)." : null;

    /// <summary>What <c>kubectl kustomize</c> makes of a folder.</summary>
    public static async Task<string> KustomizeAsync(string folder)
    {
        using var kubectl = Process.Start(new ProcessStartInfo(ProgramPath.Find("kubectl")!, ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (made, said) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, await said);
        return await made;
    }
}

/// <summary>A test that needs kubectl; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = Kubectl.Missing;
}
