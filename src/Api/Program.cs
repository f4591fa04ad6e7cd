using SessionGrains.Api.Callers;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Health;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.LivePage;
using SessionGrains.Api.LocalCluster;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.Operators;
using SessionGrains.Api.Telemetry;
using SessionGrains.Silo.Hosting;

if (await LocalClusterCommand.TryRunAsync(args) is { } exitCode)
    return exitCode;

if (await HealthProbe.TryRunAsync(args) is { } health)
    return health;

if (Usage.IsAskedFor(args))
    return Usage.Print();

return await SessionGrainsHost.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(ConfigurationDefaults.Unwatched(args));
    ThreadScheduling.Apply(builder.Configuration);
    builder.AddFrontDoor();
    builder.AddSessionCluster();
    builder.AddMediaCollection();
    builder.AddCallers();
    builder.AddOperators();
    builder.AddApiDocs();
    builder.AddFrontDoorTelemetry();

    var app = builder.Build();
    app.UseFrontDoor();
    app.MapMediaCollection();
    app.MapOperators();
    app.MapHealth();
    app.MapApiDocs();
    app.MapFrontDoorTelemetry();
    app.MapLivePage();
    app.RefuseTakenAddresses();
    return app;
});
