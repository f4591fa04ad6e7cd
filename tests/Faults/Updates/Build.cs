namespace SessionGrains.Faults.Tests;

/// <summary>A folder of built programs, with the version that they say they have.</summary>
internal sealed record Build(string Folder, string Version)
{
    public const string Program = "SessionGrains.Api";

    public static async Task<Build> InAsync(string folder)
    {
        using var process = RunningProcess.StartFile(Path.Combine(folder, Program), ["--version"]);
        Assert.Equal(0, await process.WaitForExitAsync());
        await Deadline.UntilAsync(() => process.Output.Length > 0);
        return new(folder, process.Output.Trim());
    }

    /// <summary>A copy in which the last number of the version is another, in all assemblies that say it. Everything else is the same.</summary>
    public async Task<Build> CopyWithAnotherVersionAsync(string folder)
    {
        // As many bytes, so that nothing in the assemblies moves.
        var digit = Regex.Match(Version, @"^\d+\.\d+\.\d*(\d)").Groups[1];
        Assert.True(digit.Success, $"'{Version}' is no version");
        var other = $"{Version[..digit.Index]}{(char)(Version[digit.Index] == '9' ? '1' : Version[digit.Index] + 1)}{Version[(digit.Index + 1)..]}";
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            if (Path.GetFileName(file).StartsWith("SessionGrains.", StringComparison.Ordinal) && Path.GetExtension(file) == ".dll")
                await ReplaceAsync(copy, Encoding.UTF8.GetBytes(Version), Encoding.UTF8.GetBytes(other));
        }

        var build = await InAsync(folder);
        Assert.Equal(other, build.Version);
        return build;
    }

    private static async Task ReplaceAsync(string file, byte[] text, byte[] with)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        for (var at = bytes.AsSpan().IndexOf(text); at >= 0; at = bytes.AsSpan().IndexOf(text))
            with.CopyTo(bytes, at);
        await File.WriteAllBytesAsync(file, bytes);
    }
}
