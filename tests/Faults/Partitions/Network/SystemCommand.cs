namespace SessionGrains.Faults.Tests;

/// <summary>Runs <c>ip</c>, <c>iptables</c> and the like.</summary>
internal static class SystemCommand
{
    /// <summary>What the program wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed, or it is not there; the message says why.</exception>
    public static string Run(string program, params string[] args)
    {
        var info = new ProcessStartInfo(ProgramPath.Find(program) ?? throw new InvalidOperationException($"{program} is not installed"), args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', args)}: {error.Result.Trim()}");
    }

    /// <summary>For what may be gone already.</summary>
    public static void TryRun(string program, params string[] args)
    {
        try
        {
            Run(program, args);
        }
        catch (InvalidOperationException)
        {
            // It was gone.
        }
    }
}
