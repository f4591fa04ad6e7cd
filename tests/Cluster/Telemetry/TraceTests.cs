namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class TraceTests : TelemetryMachine
{
    [Fact]
    public async Task A_collector_gets_traces_from_door_to_grain_and_metrics_and_no_session_is_named_in_them()
    {
        await using var collector = new Collector();
        await collector.StartAsync();
        var server = await StartServer(
            "--Storage:Provider=Memory", $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_TRACES_SAMPLER=always_on",
            "--OTEL_METRIC_EXPORT_INTERVAL=500", "--OTEL_BSP_SCHEDULE_DELAY=500");
        using var player = new TrackingServer([server]);
        var session = await OpenAsync(player);
        Assert.Equal(204, await session.SendAsync("play"));

        string[] spans = ["POST /api/v1/sessions/{sid}/events", "ISessionGrain/Track"];
        await Deadline.UntilAsync(
            () => spans.All(name => collector.Received("traces").Contains(name, StringComparison.Ordinal)) && collector.Received("metrics").Contains("sessiongrains.events", StringComparison.Ordinal),
            () => "sent were\n" + collector.Received("traces") + collector.Received("metrics"));

        Assert.All(["traces", "metrics"], signal => Assert.DoesNotContain(session.Id, collector.Received(signal)));
    }
}
