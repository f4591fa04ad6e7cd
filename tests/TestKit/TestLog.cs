namespace SessionGrains.TestKit;

/// <summary>Files beside the tests, so that a failed run can be understood.</summary>
internal static class TestLog
{
    /// <summary>Writes what processes wrote to a file, and says where.</summary>
    public static string Keep(string name, string text)
    {
        var file = PathOf(name + ".log");
        File.WriteAllText(file, text);
        return $"What the processes said is in {file}";
    }

    /// <summary>The path of a file, whose folder is there.</summary>
    public static string PathOf(string file) => Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "logs")).FullName, file);
}
