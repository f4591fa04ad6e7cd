using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SessionGrains.Api.Hosting;

/// <summary>A static response: fixed bytes with an ETag, compressed once.</summary>
internal sealed class FixedAnswer
{
    /// <summary>
    /// Bytes per write. Kestrel copies a whole write before it checks whether the client reads, so large writes to clients that do not read would fill the memory.
    /// </summary>
    private const int ChunkSize = 16 * 1024;

    /// <summary>Null: only the gzipped form exists.</summary>
    private readonly byte[]? _bytes;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    /// <summary>Compressed on first use: most servers' pages are never opened.</summary>
    private readonly Lazy<byte[]> _gzipped;

    public FixedAnswer(byte[] bytes, string contentType)
        : this(bytes, new(() => Gzip(bytes)), bytes, contentType)
    {
    }

    private FixedAnswer(byte[]? bytes, Lazy<byte[]> gzipped, byte[] tagged, string contentType)
    {
        (_bytes, _gzipped, _contentType) = (bytes, gzipped, contentType);
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(tagged).AsSpan(0, 12))}\"");
    }

    /// <summary>From gzipped bytes, which are always sent as they are: every browser accepts gzip.</summary>
    public static FixedAnswer FromGzip(byte[] gzipped, string contentType) => new(null, new(gzipped), gzipped, contentType);

    /// <summary>The methods to map it for.</summary>
    public static string[] Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Sends the bytes, or 304. The ETag depends on the bytes only, so it is the same on every replica of one build.</summary>
    public Task Send(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tag.Tag.ToString();
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!HasMatchingTag(context.Request))
            return SendBytes(context);

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private async Task SendBytes(HttpContext context)
    {
        var response = context.Response;
        var bytes = _bytes is null || AcceptsGzip(context.Request) ? _gzipped.Value : _bytes;
        if (bytes != _bytes)
            response.Headers.ContentEncoding = "gzip";
        response.ContentType = _contentType;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        for (var sent = 0; sent < bytes.Length; sent += ChunkSize)
            await response.Body.WriteAsync(bytes.AsMemory(sent, Math.Min(ChunkSize, bytes.Length - sent)), context.RequestAborted);
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(static one => one.Quality != 0 && one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase));

    private bool HasMatchingTag(HttpRequest request) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false));

    private static byte[] Gzip(byte[] bytes)
    {
        using var gzipped = new MemoryStream();
        using (var gzip = new GZipStream(gzipped, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return gzipped.ToArray();
    }
}
