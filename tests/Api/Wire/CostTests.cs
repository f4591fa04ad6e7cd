namespace SessionGrains.Api.Tests;

/// <summary>A ping is what a server of this protocol reads most: it must stay cheap.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    private const int Reads = 10_000;

    // The event itself; what it carries beside it is named with each row.
    private const long EventBytes = 136;

    [Theory]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":12.5,"ts":1509045324153}}""", 0)]
    [InlineData("""{"playerTime":{"playhead":12.5,"ts":1509045324153},"params":{},"eventType":"ping"}""", 0)]
    [InlineData("""{"playerTime":{"playhead":12.5,"ts":1509045324153},"qoeData":{"media.qoe.bitrate":1000000,"media.qoe.framesPerSecond":24},"eventType":"ping"}""", 104)]
    public void Reading_a_ping_allocates_its_event_and_nothing_else(string text, long besides)
    {
        var body = Encoding.UTF8.GetBytes(text);
        ReadAll(body);
        long begun = TimeProvider.System.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(body);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.WriteLine($"{allocated / Reads} bytes and {TimeProvider.System.GetElapsedTime(begun).TotalNanoseconds / Reads:0} ns a ping");
        Assert.InRange(allocated / Reads, EventBytes / 2, EventBytes + besides);
    }

    private static void ReadAll(byte[] body)
    {
        for (var i = 0; i < Reads; i++)
        {
            if (!WireReader.TryReadEvent(body, ValidationMode.Standard, out var _, out _)) throw new InvalidOperationException("It is a right ping.");
        }
    }
}
