using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Hosting;
using SessionGrains.Silo.Startup;
using SessionGrains.Telemetry;

namespace SessionGrains.Silo.Telemetry;

/// <summary>
/// Metrics and traces of a process. Metrics are always collected, for <c>/metrics</c>; both are sent to a collector where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one, and only then are there traces. The standard variables of OpenTelemetry work
/// (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>, <c>OTEL_SDK_DISABLED</c> and so on).
/// </summary>
public static class TelemetryHosting
{
    /// <summary>Where Prometheus finds the metrics.</summary>
    public const string MetricsPath = "/metrics";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Of the traces that begin with a request, one in a hundred is kept.</summary>
    private static readonly TraceIdRatioBasedSampler Share = new(0.01);

    /// <summary>Adds the metrics and traces that every process has.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="serviceName">What it is called where its telemetry is looked at; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    /// <param name="meters">Further meters.</param>
    /// <param name="traces">What else to trace in a front door; not called where there are no traces. Null: not a front door.</param>
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
        if (builder.SendsTelemetry())
            telemetry.WithTracing(tracing => tracing.AddSampled(builder, isPublic: traces is not null, traces));

        return builder;
    }

    /// <summary>Adds the telemetry of a process that is a silo and nothing else.</summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    internal static void AddSiloTelemetry(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry("session-grains-silo");
        if (MetricsOptions.Read(builder.Configuration) is not { } options)
            return;

        builder.Services.AddSingleton(options);
        builder.Services.AddHostedService<MetricsListener>();
    }

    /// <summary>Whether telemetry is sent. Then there are traces, and Orleans carries them along with its calls.</summary>
    internal static bool SendsTelemetry(this IHostApplicationBuilder builder) => !string.IsNullOrEmpty(builder.Configuration[Endpoint]);

    /// <summary>
    /// Orleans' meter without its two histograms of message sizes, which cost four tags, each made into text, for every message between two processes; and
    /// without two gauges that go through all sessions one by one whenever somebody looks.
    /// </summary>
    private static void AddOrleans(this MeterProviderBuilder metrics) => metrics
        .AddMeter("Microsoft.Orleans")
        .AddView("orleans-messaging-sent-messages-size", MetricStreamConfiguration.Drop)
        .AddView("orleans-messaging-received-messages-size", MetricStreamConfiguration.Drop)
        .AddView("orleans-messaging-processing-activation-data", MetricStreamConfiguration.Drop)
        .AddView("orleans-directory-cache-size", MetricStreamConfiguration.Drop);

    /// <summary>
    /// A silo keeps what its front door keeps. A front door goes by the share even when the caller asks to be traced: anybody may call it, and every
    /// request could ask.
    /// </summary>
    private static void AddSampled(this TracerProviderBuilder tracing, IHostApplicationBuilder builder, bool isPublic, Action<TracerProviderBuilder>? traces)
    {
        tracing.AddSource("Microsoft.Orleans.*", SessionTraces.Name);
        traces?.Invoke(tracing);
        if (string.IsNullOrEmpty(builder.Configuration[Sampler]))
            tracing.SetSampler(isPublic ? new ParentBasedSampler(Share, remoteParentSampled: Share) : new ParentBasedSampler(Share));
        tracing.AddProcessor<SpanRedactor>();
        tracing.AddOtlpExporter();
    }
}
