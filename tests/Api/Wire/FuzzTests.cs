using CsCheck;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Tests;

/// <summary>Any bytes give a value or violations, never an exception.</summary>
public sealed class FuzzTests
{
    // Pieces that steer random text towards the corners of JSON and of the catalogue.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\ud800", "null", "true", "1e999", "-0", "0.1", "1e16", "9223372036854775808",
        "\"eventType\":", "\"ping\"", "\"error\"", "\"sessionStart\"", "\"statesUpdate\"", "\"playerTime\":", "\"playhead\":0", "\"ts\":1", "\"params\":", "\"qoeData\":",
        "\"customMetadata\":", "\"statesStart\":", "{\"media.state.name\":\"a\"}", "\"media.errorId\":", "\"a\":", "\uFEFF", "\u0001", "é", "\n", " ",
    ];

    private static readonly byte[][] Valid =
    [
        .. new[]
        {
            Read.EventJson("ping"),
            Read.EventJson("error", ""","qoeData":{"media.qoe.errorID":"\ud83d\ude00","media.qoe.errorSource":"player","x":[1,{"y":null}]}"""),
            Read.EventJson("statesUpdate", ""","params":{"statesStart":[{"media.state.name":"a"}],"statesEnd":[{"media.state.name":"b"}]}"""),
            """{"params":{"media.ad.podIndex":1,"media.ad.podSecond":2.5},"customMetadata":{"a":"b"},"eventType":"adBreakStart","playerTime":{"ts":1e12,"playhead":0}}""",
            Read.StartJson(""","visitor.customerIDs":{"u":{"id":"1","authState":2}},"visitor.aamLocationHint":"9" """, ""","customMetadata":{"k":"v"}"""),
            $"[{Read.StartJson()},{Read.EventJson("play")},{Read.EventJson("sessionEnd")}]",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    internal static Gen<byte[]> RandomBytes { get; } = Gen.Byte.Array[0, 200];

    internal static Gen<byte[]> PiecesOfJson { get; } = Gen.OneOf(Pieces).Array[0, 60].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    internal static Gen<byte[]> MutatedBodies { get; } =
        Gen.Select(Gen.OneOf(Valid), Gen.Select(Gen.Int[0, 2], Gen.Int[0, 999_999], Gen.Byte, Gen.OneOf(Pieces)).Array[1, 4])
            .Select((body, changes) => changes.Aggregate(body, Mutate));

    [Fact]
    public void Random_bytes_are_never_too_much() => RandomBytes.Sample(Judge, iter: 10_000);

    [Fact]
    public void Random_pieces_of_JSON_are_never_too_much() => PiecesOfJson.Sample(Judge, iter: 10_000);

    [Fact]
    public void Mutated_bodies_are_never_too_much() => MutatedBodies.Sample(Judge, iter: 15_000);

    [Fact]
    public void Every_beginning_of_a_body_is_judged()
    {
        foreach (var body in Valid)
        {
            for (var length = 0; length < body.Length; length++)
            {
                Judge(body[..length]);
                Assert.False(WireReader.TryReadEvent(body.AsSpan(0, length), ValidationMode.Standard, out _, out _));
            }
        }
    }

    [Fact]
    public void Numbers_of_any_length_are_judged()
    {
        foreach (var number in (string[])[new string('9', 60_000), "0." + new string('0', 60_000) + "1", "1e" + new string('9', 1000), "-1e-" + new string('9', 1000)])
        {
            Judge(Encoding.UTF8.GetBytes($$$"""{"eventType":"ping","playerTime":{"playhead":{{{number}}},"ts":{{{number}}}},"qoeData":{"media.qoe.errorID":{{{number}}}}}"""));
        }
    }

    private static byte[] Mutate(byte[] body, (int Kind, int Place, byte Value, string Piece) change)
    {
        var place = body.Length == 0 ? 0 : change.Place % body.Length;
        return change.Kind switch
        {
            0 when body.Length > 0 => [.. body[..place], change.Value, .. body[(place + 1)..]],
            1 => [.. body[..place], .. Encoding.UTF8.GetBytes(change.Piece), .. body[place..]],
            _ => [.. body[..place], .. body[Math.Min(body.Length, place + (change.Value % 8))..]],
        };
    }

    private static void Judge(byte[] body)
    {
        var isJson = IsJson(body);
        foreach (var mode in Enum.GetValues<ValidationMode>())
        {
            var read = WireReader.TryReadEvent(body, mode, out var playerEvent, out var violations);
            Check(read, playerEvent, violations, isJson);
            if (read) Assert.Equal(playerEvent!.Type is PlayerEventType.AdBreakStart, playerEvent.AdBreak is not null);

            read = WireReader.TryReadSessionStart(body, mode, out var start, out violations);
            Check(read, start, violations, isJson);
            if (read) Assert.NotNull(JsonDocument.Parse(start!.Body).RootElement.GetProperty("params").GetProperty("media.id").GetString());

            read = WireReader.TryReadDownloaded(body, mode, false, out var batch, out violations);
            Check(read, batch, violations, isJson);
        }
    }

    private static void Check(bool read, object? value, IReadOnlyList<Violation> violations, bool isJson)
    {
        Assert.Equal(read, value is not null);
        Assert.Equal(read, violations.Count == 0);
        Assert.InRange(violations.Count, 0, 100);
        Assert.True(isJson || !read, "What is not JSON was read.");
        if (read) return;
        Assert.All(violations, v => Assert.True(v.Pointer.Length == 0 || v.Pointer[0] == '/'));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ProblemWriter.WriteViolations(output, violations);
        using var problem = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(violations.Count, problem.RootElement.GetProperty("errors").GetArrayLength());
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
