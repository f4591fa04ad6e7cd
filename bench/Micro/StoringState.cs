using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>The progress record, which every stored event rewrites: its bytes made, read again, and how many there are.</summary>
public class StoringState
{
    private readonly Serializer<ProgressRecord> _serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ProgressRecord>>();

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private ProgressRecord _record = null!;
    private byte[] _bytes = [];

    /// <summary>How far the session has got: its play alone, a minute of pings, an hour of them, and an hour in which a ping comes every second.</summary>
    [Params("play", "minute", "hour", "ads")]
    public string Session { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var (pings, apartMs) = Session switch { "play" => (0, 0), "minute" => (6, 10_000), "hour" => (360, 10_000), _ => (3_600, 1_000) };
        var playing = new Playing(Playing.Sample);
        for (var i = 0; i < pings; i++)
            playing.Send(PlayerEventType.Ping, apartMs);
        _record = new() { Progress = playing.Session.Progress };
        _bytes = _serializer.SerializeToArray(_record);
        Console.WriteLine($"// A record of the session '{Session}' has {_bytes.Length} bytes.");
    }

    [Benchmark]
    public int Write()
    {
        _buffer.ResetWrittenCount();
        _serializer.Serialize(_record, _buffer);
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public object Read() => _serializer.Deserialize(_bytes)!;
}
