using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SessionGrains.Api.Hosting;

/// <summary>An answer that is the same bytes every time: made once, gzipped once, and not sent to whoever has it.</summary>
internal sealed class FixedAnswer
{
    private readonly byte[] _bytes;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    /// <summary>When first asked for: most servers' pages are never opened.</summary>
    private readonly Lazy<byte[]> _packed;

    public FixedAnswer(byte[] bytes, string contentType)
    {
        (_bytes, _contentType) = (bytes, contentType);
        _packed = new(() => Pack(bytes));
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
    }

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
        var packed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var bytes = packed ? _packed.Value : _bytes;
        if (packed)
            response.Headers.ContentEncoding = "gzip";
        response.ContentType = _contentType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

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
