using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SessionGrains.Cluster.Tests;

/// <summary>Servers that answer players as nodes do, keep nothing, and fail as a test wants.</summary>
internal sealed class StubNodes : IAsyncDisposable
{
    private readonly List<TinyServer> _servers = [];
    private int _checks;
    private int _abort;

    public ConcurrentQueue<StubRequest> Requests { get; } = [];

    public int[] Ports => [.. _servers.Select(static server => server.Address.Port)];

    /// <summary>What they answer when they are asked whether they are ready.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>How often they were asked whether they are ready.</summary>
    public int Checks => Volatile.Read(ref _checks);

    /// <summary>So many of the next requests end with a broken connection.</summary>
    public int Abort
    {
        set => Volatile.Write(ref _abort, value);
    }

    /// <summary>The number of a node that answers nothing any more.</summary>
    public int? Hanging { get; set; }

    public static async Task<StubNodes> StartAsync(int count)
    {
        var nodes = new StubNodes();
        for (var i = 0; i < count; i++)
        {
            var number = i;
            nodes._servers.Add(await TinyServer.StartAsync(context => nodes.AnswerAsync(number, context)));
        }

        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private async Task AnswerAsync(int number, HttpContext context)
    {
        if (Hanging == number)
        {
            await TinyServer.NeverAnswer(context);
            return;
        }

        var path = context.Request.Path.Value!;
        if (path == "/health/ready")
        {
            Interlocked.Increment(ref _checks);
            context.Response.StatusCode = IsReady ? 200 : 503;
            return;
        }

        await context.Request.Body.CopyToAsync(Stream.Null);
        var headers = context.Request.Headers;
        Requests.Enqueue(new StubRequest(number, path, context.Connection.Id, headers["X-Forwarded-For"]!, headers["X-Forwarded-Host"]!, $"{headers["Forwarded"]}"));
        if (Interlocked.Decrement(ref _abort) >= 0)
        {
            context.Abort();
            return;
        }

        context.Response.Headers.AccessControlAllowOrigin = "*";
        switch (path)
        {
            case "/api/v1/sessions":
                context.Response.StatusCode = 201;
                context.Response.Headers.Location = $"/api/v1/sessions/{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
                context.Response.ContentLength = 0;
                break;
            case "/":
                await context.Response.WriteAsync("a page");
                break;
            default:
                context.Response.StatusCode = 204;
                break;
        }
    }
}

/// <summary>A request that reached a node.</summary>
/// <param name="For">X-Forwarded-For.</param>
/// <param name="Host">X-Forwarded-Host.</param>
internal sealed record StubRequest(int Node, string Path, string Connection, string For, string Host, string Forwarded);
