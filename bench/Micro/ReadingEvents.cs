using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Reading;

namespace SessionGrains.Bench.Micro;

/// <summary>The wire reader: from the bytes of a request to what the tracking core takes.</summary>
public class ReadingEvents
{
    private byte[] _body = [];

    public static IEnumerable<string> EventTypes => RecordedBodies.EventTypes;

    [ParamsSource(nameof(EventTypes))]
    public string EventType { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _body = RecordedBodies.Of(EventType);

    [Benchmark]
    public object Read() => WireReader.TryReadEvent(_body, ValidationMode.Standard, out var playerEvent, out _) ? playerEvent : throw new InvalidOperationException("It is a right event.");
}

/// <summary>The same for sessionStarts. The session keeps the body, so it is not copied here.</summary>
public class ReadingSessionStarts
{
    private readonly byte[] _sample = RecordedBodies.SampleStart;
    private readonly byte[] _recorded = RecordedBodies.Of(RecordedBodies.SessionStart);

    [Benchmark]
    public object Sample() => Read(_sample);

    [Benchmark]
    public object Recorded() => Read(_recorded);

    private static StartRequest Read(byte[] body) =>
        WireReader.TryReadSessionStart(body, ValidationMode.Standard, out var request, out _) ? request : throw new InvalidOperationException("It is a right sessionStart.");
}
