using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SessionGrains.Api.Hosting;

/// <summary>An answer that is the same bytes every time: made once, gzipped once, and not sent to whoever has it.</summary>
internal sealed class FixedAnswer
{
    /// <summary>
    /// As much is given to the server at a time. It copies what it is given, all of it, before it looks whether the client reads: who asks on many connections for
    /// megabytes and reads nothing would fill the memory.
    /// </summary>
    private const int Piece = 16 * 1024;

    /// <summary>Null: there is none but the gzipped one.</summary>
    private readonly byte[]? _bytes;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    /// <summary>When first asked for: most servers' pages are never opened.</summary>
    private readonly Lazy<byte[]> _packed;

    public FixedAnswer(byte[] bytes, string contentType)
        : this(bytes, new(() => Pack(bytes)), bytes, contentType)
    {
    }

    private FixedAnswer(byte[]? bytes, Lazy<byte[]> packed, byte[] tagged, string contentType)
    {
        (_bytes, _packed, _contentType) = (bytes, packed, contentType);
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(tagged).AsSpan(0, 12))}\"");
    }

    /// <summary>Of bytes that are gzipped already, and sent so whatever is asked for: every browser takes that.</summary>
    public static FixedAnswer FromGzip(byte[] packed, string contentType) => new(null, new(packed), packed, contentType);

    /// <summary>The methods to map it for.</summary>
    public static string[] Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The bytes, or 304. Its ETag changes with the bytes and is the same on every replica of one build.</summary>
    public Task Send(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tag.Tag.ToString();
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!IsKnown(context.Request))
            return SendBytes(context);

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private async Task SendBytes(HttpContext context)
    {
        var response = context.Response;
        var bytes = _bytes is null || TakesGzip(context.Request) ? _packed.Value : _bytes;
        if (bytes != _bytes)
            response.Headers.ContentEncoding = "gzip";
        response.ContentType = _contentType;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        for (var sent = 0; sent < bytes.Length; sent += Piece)
            await response.Body.WriteAsync(bytes.AsMemory(sent, Math.Min(Piece, bytes.Length - sent)), context.RequestAborted);
    }

    /// <summary>With <c>q=0</c> a client says what it does not take.</summary>
    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(static one => one.Quality != 0 && one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase));

    private bool IsKnown(HttpRequest request) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(_tag, useStrongComparison: false));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
