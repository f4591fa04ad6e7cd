namespace SessionGrains.TestKit;

/// <summary>Looks for a text in the bytes of files, as somebody does who has stolen the disk.</summary>
internal static class RawFiles
{
    /// <summary>The files below a folder that have the text in UTF-8. Read by another program: closing a file in this process would release SQLite's locks.</summary>
    public static string[] With(string text, string folder, string pattern = "*") => [.. Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Where(file => Has(file, text))];

    private static bool Has(string file, string text)
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var content = new MemoryStream();
        cat.StandardOutput.BaseStream.CopyTo(content);
        cat.WaitForExit();
        return content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
