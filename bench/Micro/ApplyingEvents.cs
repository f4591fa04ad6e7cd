using SessionGrains.Api.MediaCollection.Requests;
using SessionGrains.Api.Reading;

namespace SessionGrains.Bench.Micro;

/// <summary>
/// The tracking core: one event of each type. The figure is a thirty-second of a session that begins, plays and gets thirty-two of them, so a
/// share of its beginning is in it. The sessions last as long as players make them: pings 10 s apart, and 1 s apart as they come in an ad.
/// </summary>
public class ApplyingEvents
{
    private const int Events = 32;

    private PlayerEvent _event = null!;

    public static IEnumerable<string> EventTypes => RecordedBodies.EventTypes.Where(static type => type != "sessionEnd");

    [ParamsSource(nameof(EventTypes))]
    public string EventType { get; set; } = "";

    [Params(10, 1)]
    public int SecondsApart { get; set; }

    [GlobalSetup]
    public void Setup() => _event = WireReader.TryReadEvent(RecordedBodies.Of(EventType), ValidationMode.Standard, out var playerEvent, out _)
        ? playerEvent
        : throw new InvalidOperationException("It is a right event.");

    [Benchmark(OperationsPerInvoke = Events)]
    public object Apply()
    {
        var playing = new Playing(Playing.Sample);
        for (var i = 0; i < Events; i++)
            playing.Send(_event, 1000 * SecondsApart);
        return playing;
    }
}
