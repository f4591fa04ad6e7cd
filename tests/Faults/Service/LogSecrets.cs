namespace SessionGrains.Faults.Tests;

/// <summary>What no log may hold: a session's id is the right to write to it, the operator's key the right to read, a visitor's id is a person's.</summary>
internal static partial class LogSecrets
{
    /// <summary>The lines that hold one; none is as it should be.</summary>
    public static IReadOnlyList<string> FindIn(string output, IEnumerable<string> settings)
    {
        string[] secrets = [Viewing.VisitorPrefix, RunningProcess.OperatorKey, .. settings.Where(static one => one.StartsWith("--Operator:", StringComparison.Ordinal)).Select(static one => one.Split('=', 2)[1])];
        return [.. output.Split('\n').Where(line => SessionId().IsMatch(line) || secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)))];
    }

    [GeneratedRegex("[0-9a-fA-F]{64}")]
    private static partial Regex SessionId();
}
