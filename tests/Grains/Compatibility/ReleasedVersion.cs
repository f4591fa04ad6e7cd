using System.Reflection;
using System.Runtime.CompilerServices;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>What a version wrote, in <c>tests/vectors/{version}</c>. <c>REFRESH_RELEASE={version}</c> records it, once: what is there is never written again.</summary>
internal static class ReleasedVersion
{
    public const string Refresh = "REFRESH_RELEASE";

    private static readonly string Vectors = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../vectors"));

    private static readonly ConcurrentDictionary<string, bool> Recorded = [];

    public static TheoryData<string> All => [.. Directory.GetDirectories(Vectors).Select(static folder => Path.GetFileName(folder)!).Where(static name => Version.TryParse(name, out _)).Order(StringComparer.Ordinal)];

    public static string PathOf(string version, string file) => Path.Combine(Vectors, version, file);

    public static string[] Read(string version, string file) => File.ReadAllLines(PathOf(version, file));

    /// <summary>Records a file of the version that is asked for, if any.</summary>
    /// <exception cref="InvalidOperationException">It was recorded before.</exception>
    public static void RecordIfAsked(string file, Func<IEnumerable<string>> lines)
    {
        if (Environment.GetEnvironmentVariable(Refresh) is not { Length: > 0 } version)
        {
            return;
        }

        // Once, by the first of the tests that run for each version.
        var path = PathOf(version, file);
        if (!Recorded.TryAdd(path, true))
        {
            return;
        }

        if (File.Exists(path))
        {
            throw new InvalidOperationException($"{path} is there: what {version} wrote does not change.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines());
    }

    /// <summary>The ids of the members of each alias.</summary>
    public static Dictionary<string, HashSet<uint>> Members(string version) =>
        Read(version, "members.txt").Select(static line => line.Split([' ', ':'], 3)).GroupBy(static parts => parts[0])
            .ToDictionary(static alias => alias.Key, static alias => alias.Where(static parts => parts[1] != "-").Select(static parts => uint.Parse(parts[1], CultureInfo.InvariantCulture)).ToHashSet());

    private static string Here([CallerFilePath] string here = "") => here;
}
