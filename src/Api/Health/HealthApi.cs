using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Docs;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Health;

/// <summary>What load balancers and people ask about this process.</summary>
internal static class HealthApi
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    public static WebApplication MapHealth(this WebApplication app)
    {
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(app.Services);
        app.MapGet(Live, AnswerLive).DescribedAs(HealthOperations.Live);
        app.MapMethods(Live, [HttpMethods.Head], AnswerLive).ExcludeFromDescription();
        app.MapGet(Ready, readiness.Answer).DescribedAs(HealthOperations.Ready);
        app.MapMethods(Ready, [HttpMethods.Head], readiness.Answer).ExcludeFromDescription();
        return app;
    }

    /// <summary>The process answers: whatever else is wrong, starting it again would not help.</summary>
    private static Task AnswerLive(HttpContext context) => context.Response.WriteAsJsonAsync(new LiveReport("live"), HealthJson.Default.LiveReport);

    /// <summary>Ready means that what is sent now can be taken: 503 until the cluster is reached, and from the first sign of stopping.</summary>
    private sealed class Readiness(
        ClusterReach reach, SessionClusterOptions cluster, IOptions<SessionsOptions> sessions, IConfiguration configuration, IHostApplicationLifetime lifetime)
    {
        private readonly string _storage = StorageRegistration.ReadProvider(configuration).ToString();

        public Task Answer(HttpContext context)
        {
            var status = lifetime.ApplicationStopping.IsCancellationRequested ? "stopping" : reach.IsReached ? "ready" : "cluster not reached";
            context.Response.StatusCode = status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.CacheControl = "no-store";
            var report = new ReadyReport(status, cluster.Mode.ToString(), _storage, sessions.Value.Durability.ToString());
            return context.Response.WriteAsJsonAsync(report, HealthJson.Default.ReadyReport);
        }
    }
}

/// <summary>The body of <c>/health/live</c>.</summary>
internal sealed record LiveReport(string Status);

/// <summary>The body of <c>/health/ready</c>.</summary>
internal sealed record ReadyReport(string Status, string ClusterMode, string Storage, string Durability);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(ReadyReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
