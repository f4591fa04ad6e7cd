namespace SessionGrains.TestKit;

/// <summary>Log files next to the tests, for understanding a failed run.</summary>
internal static class TestLog
{
    /// <summary>Writes the output of processes to a file. Returns where it is.</summary>
    public static string Keep(string name, string text)
    {
        var file = PathOf(name + ".log");
        File.WriteAllText(file, text);
        return $"What the processes said is in {file}";
    }

    /// <summary>The path of a file, whose folder is there.</summary>
    public static string PathOf(string file) => Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "logs")).FullName, file);
}
