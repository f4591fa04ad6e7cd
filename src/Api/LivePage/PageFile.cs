using System.Reflection;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.LivePage;

/// <summary>
/// One file of the page, out of the assembly: so it is there however the program was published and from whichever folder it was started, and no
/// path that a request names ever reaches a disk.
/// </summary>
internal sealed class PageFile
{
    /// <summary>The names of the resources begin with it: see the project file.</summary>
    private const string Prefix = "wwwroot/";

    private const string FirstPage = "index.html";

    private PageFile(string name, byte[] bytes)
    {
        Answer = new FixedAnswer(bytes, TypeOf(name));
        Path = name == FirstPage ? "/" : "/" + name;
        IsDocument = name == FirstPage;
    }

    /// <summary>Where it is served, below the path base.</summary>
    public string Path { get; }

    /// <summary>Whether it is the document and not something that the document loads.</summary>
    public bool IsDocument { get; }

    public FixedAnswer Answer { get; }

    /// <summary>Every file of the page.</summary>
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
