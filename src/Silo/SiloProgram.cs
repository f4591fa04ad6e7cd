using SessionGrains.Sessions;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Hosting.Settings;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo;

/// <summary>The program of a process that is only a silo.</summary>
internal static class SiloProgram
{
    private const string Help = """
        A silo: hosts viewing sessions for the front doors of its cluster.

        Usage: SessionGrains.Silo [--Key=value ...]

          --Cluster:Mode=Localhost       several processes on this machine that find each other through a file (the default here),
                                         or Redis: on any number of machines, through the server that ConnectionStrings:Redis names
          --ConnectionStrings:Redis=HOST:6379   the Redis server (ConnectionStrings__Redis, as it may hold a password)
          --Cluster:ClusterId=local      processes with the same id form one cluster
          --Cluster:ServiceId=session-grains   the service that owns the sessions; part of every stored key
          --Cluster:SiloPort=11111       port for the other silos; left out: 11111, or in a local cluster the first free one from there
          --Cluster:GatewayPort=30000    port for the front doors; left out: 30000, or the first free one from there
          --Cluster:AdvertisedIPAddress=IP   where others reach this silo; left out: the address of this machine's name
          --Cluster:AdvertisedNetwork=CIDR   instead: listen on this machine's address in that network only, and be reached there
          --Cluster:Tls:Certificate=FILE, :Key, :Password, :CertificateAuthority   TLS between the processes, each with a certificate
          --Cluster:Directory=PATH       folder of the local cluster's files; left out: one in your home folder
          --Storage:Provider=Sqlite      where sessions are kept: Sqlite (local cluster), Redis (its default with Cluster:Mode=Redis), Memory
          --Process:Scheduling=Batch     Linux: a thread that wakes up does not interrupt one that works; or Normal
          --Metrics:Url=http://*:9464    where Prometheus finds /metrics of this silo; left out: nowhere
          --Sessions:IdleTimeout=00:10:00, :NoProgressTimeout, :MaxAge, :Retention, :Durability

          --version                      prints the version
          --healthcheck                  checks whether the silo with these settings answers, and exits with 0 or 1

        The same keys work as environment variables with __ for the colon. Ctrl-C or SIGTERM stops it.
        A whole local cluster with its front door: dotnet run --project src/Api -- cluster --silos 3
        """;

    private static async Task<int> Main(string[] args)
    {
        if (args.Any(static arg => arg is "--help" or "-h" or "-?" or "help"))
        {
            await Console.Out.WriteLineAsync(Help);
            return 0;
        }

        if (ProgramVersion.IsAskedFor(args))
            return ProgramVersion.Print();

        if (await SiloProbe.TryRunAsync(args) is { } health)
            return health;

        return await SessionGrainsHost.RunAsync(() => Build(args));
    }

    private static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(ConfigurationDefaults.WithoutReload(args));
        SettingsCheck.Refuse(builder.Configuration, new SettingNames(typeof(SiloProgram).Assembly, typeof(SessionsOptions).Assembly));
        ThreadScheduling.Apply(builder.Configuration);
        builder.AddDefault("Cluster:Mode", nameof(ClusterMode.Localhost));
        builder.AddDefault("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning");
        builder.AddDefault("Logging:Console:FormatterName", "simple");
        builder.AddDefault("Logging:Console:FormatterOptions:SingleLine", "true");
        if (builder.Configuration["Cluster:Role"] is { } role)
            throw new StartRefusedException($"Cluster:Role is {role}: this program is always a silo. Leave Cluster:Role out, or start SessionGrains.Api.");

        var cluster = SessionClusterOptions.Read(builder.Configuration);
        if (cluster.Mode == ClusterMode.Embedded)
            throw new StartRefusedException("Cluster:Mode is Embedded: an embedded silo runs in src/Api; leave Cluster:Mode out, or set it to Localhost or Redis.");

        builder.AddSessionSilo();
        builder.AddSiloTelemetry();
        builder.Services.AddHostedService<SiloAnnouncement>();
        return builder.Build();
    }
}
