using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace SessionGrains.Viewers.Tests;

/// <summary>Passes everything on to a real server, and changes what comes back of the reads.</summary>
internal sealed class Proxy(Uri server, Func<string, string> change) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server };

    public void Dispose() => _http.Dispose();

    public async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(server, context.Request.Path + context.Request.QueryString.Value));
        if (context.Request.Headers.Authorization is [{ } key])
            request.Headers.TryAddWithoutValidation("Authorization", key);
        if (HttpMethods.IsPost(context.Request.Method))
            request.Content = new StreamContent(context.Request.Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!) } };

        using var answer = await _http.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        if (answer.Headers.Location is { } location)
            context.Response.Headers.Location = location.OriginalString;

        var text = await answer.Content.ReadAsStringAsync();
        if (text.Length > 0)
            await context.Response.WriteAsync(HttpMethods.IsGet(context.Request.Method) ? change(text) : text);
    }
}
