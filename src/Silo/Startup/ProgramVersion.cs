using System.Reflection;

namespace SessionGrains.Silo.Startup;

/// <summary>The version of the program and, when built from a repository, the commit.</summary>
internal static class ProgramVersion
{
    private const int CommitLength = 12;

    /// <summary>Such as <c>0.1.0-dev+1a2b3c4d5e6f</c>.</summary>
    public static string Text { get; } = Shorten(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>The numbers alone, such as <c>0.1.0</c>: the same for a release and for the builds before it.</summary>
    public static string Number { get; } = Text.Split('-', '+')[0];

    public static bool IsAskedFor(string[] args) => args.Contains("--version");

    public static int Print()
    {
        Console.WriteLine(Text);
        return 0;
    }

    private static string Shorten(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 1 + CommitLength)];
    }
}
