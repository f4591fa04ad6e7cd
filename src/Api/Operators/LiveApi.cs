using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Descriptions;
using SessionGrains.Api.Operators.Live;

namespace SessionGrains.Api.Operators;

/// <summary>Registers the live counts and maps their endpoints (docs/live.md).</summary>
internal static class LiveApi
{
    private const string LivePath = "/api/v1/live";

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveCalls>();
        services.AddSingleton<LiveReading>();
        services.AddSingleton<LiveStream>();
    }

    public static void MapLive(this WebApplication app)
    {
        var reading = app.Services.GetRequiredService<LiveReading>();
        var stream = app.Services.GetRequiredService<LiveStream>();
        app.MapOperation(HttpMethods.Get, LivePath, reading.ReadNow, LiveOperations.ReadLive).ForOperators();
        app.MapOperation(HttpMethods.Get, LivePath + "/history", reading.ReadHistory, LiveOperations.ReadHistory).ForOperators();
        app.MapOperation(HttpMethods.Get, LivePath + "/stream", stream.StreamLive, LiveOperations.StreamLive).ForOperators();
    }
}
