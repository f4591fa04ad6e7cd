using SessionGrains.Api.Callers;
using SessionGrains.Api.Composition;
using SessionGrains.Api.Demo;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Export;
using SessionGrains.Api.Health;
using SessionGrains.Api.LivePage;
using SessionGrains.Api.LocalCluster;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.MediaEdge;
using SessionGrains.Api.Operators;
using SessionGrains.Api.Startup;
using SessionGrains.Api.Telemetry;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Startup;

if (await LocalClusterCommand.TryRunAsync(args) is { } exitCode)
    return exitCode;

if (await ExportCommand.TryRunAsync(args) is { } exported)
    return exported;

if (await DemoCommand.TryRunAsync(args, Build) is { } shown)
    return shown;

if (await HealthProbe.TryRunAsync(args) is { } health)
    return health;

if (Usage.IsAskedFor(args))
    return Usage.Print();

if (ProgramVersion.IsAskedFor(args))
    return ProgramVersion.Print();

return await SessionGrainsHost.RunAsync(() => Build(args, static _ => { }));

static WebApplication Build(string[] args, Action<WebApplicationBuilder> extend)
{
    KnownSettings.RefuseArguments(args);
    var builder = WebApplication.CreateBuilder(ConfigurationDefaults.WithoutReload(args));
    KnownSettings.Refuse(builder.Configuration);
    ThreadScheduling.Apply(builder.Configuration);
    extend(builder);
    builder.AddFrontDoor();
    builder.AddSessionCluster();
    builder.AddMediaCollection();
    builder.AddMediaEdge();
    builder.AddSharedServices();
    builder.AddCallers();
    builder.AddOperators();
    builder.AddApiDocs();
    builder.AddFrontDoorTelemetry();
    // As a systemd service: says when it is ready and when it stops, and gives each log line its level. Does nothing elsewhere.
    builder.Services.AddSystemd();

    var app = builder.Build();
    app.UseFrontDoor();
    app.MapMediaCollection();
    app.MapMediaEdge();
    app.MapOperators();
    app.MapHealth();
    app.MapApiDocs();
    app.MapFrontDoorTelemetry();
    app.MapLivePage();
    app.RefuseTakenAddresses();
    return app;
}
