using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Hosting;
using SessionGrains.Silo.Startup;
using SessionGrains.Telemetry;

namespace SessionGrains.Silo.Telemetry;

/// <summary>
/// Metrics and traces of a process. Metrics are always collected for <c>/metrics</c>. With <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, metrics and traces are also exported; without
/// it there are no traces. OpenTelemetry's standard variables apply (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>, <c>OTEL_SDK_DISABLED</c>, …).
/// </summary>
public static class TelemetryHosting
{
    /// <summary>The path where Prometheus scrapes metrics.</summary>
    public const string MetricsPath = "/metrics";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>One in a hundred traces is sampled.</summary>
    private static readonly TraceIdRatioBasedSampler DefaultSampler = new(0.01);

    /// <summary>Adds the metrics and traces of every process.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="serviceName">The service name; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    /// <param name="meters">Additional meters.</param>
    /// <param name="traces">Adds a front door's trace sources; not called when there are no traces. Null: not a front door.</param>
    public static IHostApplicationBuilder AddTelemetry(
        this IHostApplicationBuilder builder, string serviceName, string[]? meters = null, Action<TracerProviderBuilder>? traces = null)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceVersion: ProgramVersion.Text).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter([SessionMeter.Name, "System.Runtime", .. meters ?? []]).AddOrleans();
                metrics.AddView("http.server.active_requests", MetricStreamConfiguration.Drop);
                metrics.AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
                if (builder.SendsTelemetry())
                    metrics.AddOtlpExporter();
            });
        builder.Services.AddHostedService<BuildMetrics>();
        if (builder.SendsTelemetry())
            telemetry.WithTracing(tracing => tracing.AddSampled(builder, isPublic: traces is not null, traces));

        return builder;
    }

    /// <summary>Adds the telemetry of a silo process.</summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    internal static void AddSiloTelemetry(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry("session-grains-silo");
        if (MetricsOptions.Read(builder.Configuration) is not { } options)
            return;

        builder.Services.AddSingleton(options);
        builder.Services.AddHostedService<MetricsListener>();
    }

    /// <summary>Whether telemetry is exported. Then there are traces, and Orleans propagates them.</summary>
    internal static bool SendsTelemetry(this IHostApplicationBuilder builder) => !string.IsNullOrEmpty(builder.Configuration[Endpoint]);

    /// <summary>
    /// Adds Orleans' meter without two histograms of message sizes, which format four tags for every message between processes, and without two gauges that enumerate all sessions
    /// whenever they are collected.
    /// </summary>
    private static void AddOrleans(this MeterProviderBuilder metrics) => metrics
        .AddMeter("Microsoft.Orleans")
        .AddView("orleans-messaging-sent-messages-size", MetricStreamConfiguration.Drop)
        .AddView("orleans-messaging-received-messages-size", MetricStreamConfiguration.Drop)
        .AddView("orleans-messaging-processing-activation-data", MetricStreamConfiguration.Drop)
        .AddView("orleans-directory-cache-size", MetricStreamConfiguration.Drop);

    /// <summary>
    /// Silos sample what their front door samples. A front door ignores the caller's sampling flag: anybody may call it, and every request could set the flag.
    /// </summary>
    private static void AddSampled(this TracerProviderBuilder tracing, IHostApplicationBuilder builder, bool isPublic, Action<TracerProviderBuilder>? traces)
    {
        tracing.AddSource("Microsoft.Orleans.*", SessionTraces.Name);
        traces?.Invoke(tracing);
        if (string.IsNullOrEmpty(builder.Configuration[Sampler]))
            tracing.SetSampler(isPublic ? new ParentBasedSampler(DefaultSampler, remoteParentSampled: DefaultSampler) : new ParentBasedSampler(DefaultSampler));
        tracing.AddProcessor<SpanRedactor>();
        tracing.AddOtlpExporter();
    }
}
