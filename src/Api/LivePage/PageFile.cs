using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

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

    private readonly byte[] _bytes;

    /// <summary>Packed when first asked for: most servers' pages are never opened.</summary>
    private readonly Lazy<byte[]> _packed;

    private PageFile(string name, byte[] bytes)
    {
        _bytes = bytes;
        _packed = new(() => Pack(bytes));
        Path = name == FirstPage ? "/" : "/" + name;
        IsDocument = name == FirstPage;
        ContentType = TypeOf(name);
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";
    }

    /// <summary>Where it is served, below the path base.</summary>
    public string Path { get; }

    /// <summary>Whether it is the document and not something that the document loads.</summary>
    public bool IsDocument { get; }

    public string ContentType { get; }

    /// <summary>Changes with the bytes, and is the same on every replica of one build.</summary>
    public string ETag { get; }

    /// <summary>Every file of the page.</summary>
    public static IEnumerable<PageFile> ReadAll()
    {
        var assembly = typeof(PageFile).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => new PageFile(name[Prefix.Length..], Read(assembly, name)));
    }

    /// <summary>The bytes as they are, or gzipped.</summary>
    public byte[] Bytes(bool packed) => packed ? _packed.Value : _bytes;

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
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
