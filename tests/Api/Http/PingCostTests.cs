using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Tests;

/// <summary>What the whole front door allocates for a ping, from the first middleware to the call of its session and back. Without Kestrel and without a session.</summary>
public sealed class PingCostTests(ITestOutputHelper output)
{
    private const int Pings = 1_000;

#if DEBUG
    // The compiler keeps every local of an async method on the heap then.
    private const long AtOnceBytes = 1_500;
    private const long LaterBytes = 1_900;
#else
    private const long AtOnceBytes = 700;
    private const long LaterBytes = 1_300;
#endif

    private static readonly byte[] Ping = Encoding.UTF8.GetBytes(Sample.Event("ping"));

    [Fact]
    public async Task A_ping_allocates_its_event_its_key_and_little_else()
    {
        var entrance = new Entrance();
        var sessions = new OneSession();
        await using var server = new Server().With(services =>
        {
            services.AddSingleton<IStartupFilter>(entrance);
            services.AddSingleton<ISessions>(sessions);
        });
        using var client = server.Ask();
        using var answer = await client.GetAsync("/health/live");

        Measure(entrance.Pipeline!, server.Services);
        var atOnce = Measure(entrance.Pipeline!, server.Services);
        sessions.AnswersLater = true;
        Measure(entrance.Pipeline!, server.Services);
        var later = Measure(entrance.Pipeline!, server.Services);

        output.WriteLine($"{atOnce} bytes for a ping that is answered at once, {later} where its session lets it wait");
        Assert.InRange(atOnce, 1, AtOnceBytes);
        Assert.InRange(later, 1, LaterBytes);
    }

    private static long Measure(RequestDelegate pipeline, IServiceProvider services)
    {
        var contexts = Enumerable.Range(0, Pings).Select(_ => Request(services)).ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var context in contexts)
            _ = pipeline(context);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.All(contexts, static context => Assert.InRange(context.Response.StatusCode, 200, 204));
        return allocated / Pings;
    }

    private static DefaultHttpContext Request(IServiceProvider services)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "POST";
        context.Request.Path = "/api/v1/sessions/" + new string('a', 64) + "/events";
        context.Request.Headers.ContentLength = Ping.Length;
        context.Features.Set<IRequestBodyPipeFeature>(new ArrivedBody());

        // A real server keeps these from one request of a connection to the next.
        _ = context.Response.Headers;
        _ = context.Connection;
        return context;
    }

    private sealed class ArrivedBody : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } = PipeReader.Create(new ReadOnlySequence<byte>(Ping));
    }

    private sealed class Entrance : IStartupFilter
    {
        public RequestDelegate? Pipeline { get; private set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(following => Pipeline = following);
            next(app);
        };
    }

    private sealed class OneSession : ISessions, ISessionGrain
    {
        private readonly TaskCompletionSource<TrackVerdict> _never = new();

        public bool AnswersLater { get; set; }

        public IReportReader Reports => throw new NotSupportedException();

        public ISessionFinder Finder => throw new NotSupportedException();

        public ISessionGrain Of(IdSpan id) => this;

        public ValueTask<TrackVerdict> Track(PlayerEvent playerEvent) => AnswersLater ? new(_never.Task) : new(TrackVerdict.Accepted);

        public Task Start(StartRequest request) => throw new NotSupportedException();

        public Task SubmitDownloaded(StartRequest request, PlayerEvent[] events) => throw new NotSupportedException();

        public Task<SessionView?> Read() => throw new NotSupportedException();

        public Task<SessionView?> ReadWithJournal() => throw new NotSupportedException();

        public Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan patience) => throw new NotSupportedException();

        public Task<FoundSession?> Find(SessionQuery query) => throw new NotSupportedException();

        public Task<long?> HandleDeadline() => throw new NotSupportedException();
    }
}
