using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Net;

namespace SessionGrains.Browser.Tests.Edge;

/// <summary>Ends TLS before the tracking server, as a front does, and fails when a test wants it to.</summary>
internal sealed class TlsEnd : IAsyncDisposable
{
    private static readonly string[] NotPassed = ["Host", "Transfer-Encoding", "Connection", "Content-Length", "Content-Type", "Accept-Encoding"];

    private readonly WebApplication _app;
    private readonly HttpClient _server;

    private TlsEnd(WebApplication app, HttpClient server) => (_app, _server) = (app, server);

    /// <summary>Host and port.</summary>
    public string Authority => new Uri(_app.Urls.Single()).Authority;

    /// <summary>The paths and statuses of what was answered.</summary>
    public List<(string Path, int Status)> Answered { get; } = [];

    /// <summary>What is answered instead of the server's answer; null for none.</summary>
    public Func<string, (int Status, string? RetryAfter)?> Fault { get; set; } = static _ => null;

    /// <summary>How long an answer is held after the server has taken the request.</summary>
    public Func<string, TimeSpan> Hold { get; set; } = static _ => TimeSpan.Zero;

    public static async Task<TlsEnd> StartAsync(string origin)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(Certificate())));
        var app = builder.Build();
        var end = new TlsEnd(app, new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(origin) });
        app.Run(end.PassAsync);
        await app.StartAsync();
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task PassAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        if (context.Request.Method == "POST" && Fault(context.Request.Path) is { } fault)
        {
            Note(context, fault.Status);
            context.Response.StatusCode = fault.Status;
            context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            context.Response.Headers.AccessControlAllowCredentials = "true";
            if (fault.RetryAfter is not null)
                context.Response.Headers.RetryAfter = fault.RetryAfter;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), path) { Content = new StreamContent(context.Request.Body) };
        foreach (var (name, values) in context.Request.Headers.Where(static header => !NotPassed.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            request.Headers.TryAddWithoutValidation(name, values.ToArray());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var answer = await _server.SendAsync(request);
        Note(context, (int)answer.StatusCode);
        if (context.Request.Method == "POST")
            await Task.Delay(Hold(context.Request.Path));
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(static header => !NotPassed.Except(["Content-Type"]).Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[name] = values.ToArray();
        if (answer.StatusCode != HttpStatusCode.NoContent)
            await answer.Content.CopyToAsync(context.Response.Body);
    }

    private void Note(HttpContext context, int status)
    {
        if (context.Request.Method != "POST")
            return;

        lock (Answered)
            Answered.Add((context.Request.Path, status));
    }
}
