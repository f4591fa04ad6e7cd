using System.Reflection;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.LivePage;

/// <summary>
/// One file of the live page, embedded in the assembly: it does not depend on how the program was published or where it was started, and no requested path reaches a
/// disk.
/// </summary>
internal sealed class PageFile
{
    /// <summary>Prefix of the resource names, set in the project file.</summary>
    private const string Prefix = "wwwroot/";

    private const string FirstPage = "index.html";

    private PageFile(string name, byte[] bytes)
    {
        Answer = new FixedAnswer(bytes, TypeOf(name));
        Path = name == FirstPage ? "/" : "/" + name;
        IsDocument = name == FirstPage;
    }

    /// <summary>Its path, below the path base.</summary>
    public string Path { get; }

    /// <summary>Whether it is the HTML document rather than a file that the document loads.</summary>
    public bool IsDocument { get; }

    public FixedAnswer Answer { get; }

    public static IEnumerable<PageFile> ReadAll()
    {
        var assembly = typeof(PageFile).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => new PageFile(name[Prefix.Length..], Read(assembly, name)));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        _ => throw new NotSupportedException($"The page has no type for {name}."),
    };
}
