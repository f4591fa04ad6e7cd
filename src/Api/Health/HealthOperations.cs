using SessionGrains.Api.Docs;

namespace SessionGrains.Api.Health;

/// <summary>The health endpoints in the OpenAPI document.</summary>
internal static class HealthOperations
{
    private const string Tag = "Health";

    public static Operation Live { get; } = new("live", Tag, "Is the process alive", "Answers whatever else is wrong.")
    {
        Answers = [new(200, "It is.") { Content = new("application/json", typeof(LiveReport), new("live", "Alive", """{ "status": "live" }""")) }],
    };

    public static Operation Ready { get; } = new("ready", Tag, "Can it take requests", "Names the storage and the durability that a 2xx promises, and the version of the program.")
    {
        Answers =
        [
            new(200, "It can. `ready, starts refused: store tight`: open sessions go on, new ones are answered 503 until there is room. `ready, starts and growth refused: store full`: so are events that make a session larger.") { Content = Report("ready") },
            new(503, "The cluster is not reached, the store refuses, or the process is stopping.") { Content = Report("cluster not reached") },
        ],
    };

    private static AnswerContent Report(string status) => new("application/json", typeof(ReadyReport), new("report", status,
        $$"""{ "status": "{{status}}", "clusterMode": "Embedded", "storage": "Memory", "durability": "EveryEvent", "version": "0.1.0" }"""));
}
