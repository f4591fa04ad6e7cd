using Orleans.Runtime;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Rooms;
using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Health;

/// <summary>The health endpoints, for load balancers and people.</summary>
internal static class HealthApi
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    public static WebApplication MapHealth(this WebApplication app)
    {
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(app.Services);
        app.MapGet(Live, AnswerLive).DescribedAs(HealthOperations.Live).ForAnybody();
        app.MapMethods(Live, [HttpMethods.Head], AnswerLive).ExcludeFromDescription().ForAnybody();
        app.MapGet(Ready, readiness.Answer).DescribedAs(HealthOperations.Ready).ForAnybody();
        app.MapMethods(Ready, [HttpMethods.Head], readiness.Answer).ExcludeFromDescription().ForAnybody();
        return app;
    }

    /// <summary>Always 200 while the process can answer: other problems would not be solved by a restart.</summary>
    private static Task AnswerLive(HttpContext context) => context.Response.WriteAsJsonAsync(new LiveReport("live"), HealthJson.Default.LiveReport);

    /// <summary>
    /// Ready means that requests can be accepted and stored. 503 until the cluster is reached, while the store refuses, and once the process begins to stop.
    /// If the store is too full for new or growing sessions, the process is still ready: existing sessions have to be able to end, which frees room.
    /// </summary>
    private sealed class Readiness(
        IGrainFactory grains, ClusterReach reach, SessionClusterOptions cluster, StorageOptions storage, IOptions<SessionsOptions> sessions, IHostApplicationLifetime lifetime,
        [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        /// <summary>Load balancers rarely wait longer.</summary>
        private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

        /// <summary>Answered with 200, so that load balancers keep sending events of open sessions.</summary>
        private const string Tight = "ready, starts refused: store tight";

        private const string Full = "ready, starts and growth refused: store full";

        public async Task Answer(HttpContext context)
        {
            var status = await Status();
            context.Response.StatusCode = status is "ready" or Tight or Full ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.CacheControl = "no-store";
            var report = new ReadyReport(status, cluster.Mode.ToString(), storage.Provider.ToString(), sessions.Value.Durability.ToString(), ProgramVersion.Text);
            await context.Response.WriteAsJsonAsync(report, HealthJson.Default.ReadyReport);
        }

        private async Task<string> Status()
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return "stopping";

            if (!reach.IsReached)
                return "cluster not reached";

            try
            {
                var store = grains.GetGrain<IStoreWatch>(0);
                return !await store.IsAvailable().WaitAsync(Timeout, time) ? "store refuses" : await store.Room().WaitAsync(Timeout, time) switch
                {
                    RoomLevel.Full => Full,
                    RoomLevel.Tight => Tight,
                    _ => "ready",
                };
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                return "cluster not reached";
            }
        }
    }
}

/// <summary>The body of <c>/health/live</c>.</summary>
internal sealed record LiveReport(string Status);

/// <summary>The body of <c>/health/ready</c>.</summary>
internal sealed record ReadyReport(string Status, string ClusterMode, string Storage, string Durability, string Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(ReadyReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
