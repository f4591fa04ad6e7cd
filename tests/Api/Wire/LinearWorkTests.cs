namespace SessionGrains.Api.Tests;

/// <summary>Reading a body of eight times the size takes about eight times as long, whatever it is made of. Quadratic work takes 64 times as long.</summary>
public sealed class LinearWorkTests(ITestOutputHelper output)
{
    private const int Small = 8 * 1024;
    private const int Large = 8 * Small;

    public static TheoryData<string> Kinds() => [.. Bodies.Keys];

    private static readonly Dictionary<string, Func<int, string>> Bodies = new()
    {
        ["unknown members"] = size => Of(size, i => $"\"x{i:x5}\":0"),
        ["escaped unknown names"] = size => Of(size, i => $"\"\\u0078{i:x5}\":0"),
        ["unknown qoeData"] = size => Ping("\"qoeData\":" + Of(size, i => $"\"x{i:x5}\":0", "")),
        ["NUL escapes"] = size => Ping("\"qoeData\":{\"x\":\"" + Times("\\u0000\\\\u0000", size / 13) + "\"}"),
        ["states"] = size => "{\"eventType\":\"statesUpdate\"," + Read.PlayerTime + ",\"params\":{\"statesStart\":[" + Times("{\"media.state.name\":\"s\"},", size / 25).TrimEnd(',') + "]}}",
        ["metadata before the type"] = size => "{\"params\":{},\"customMetadata\":" + Of(size, i => $"\"x{i:x5}\":\"\"", "") + "," + Read.PlayerTime + ",\"eventType\":\"ping\"}",
        ["lists in lists"] = size => Ping("\"x\":[" + Times("[[{}]],", size / 7).TrimEnd(',') + "]"),
        ["a long name over many mistakes"] = size => Ping("\"" + new string('n', size / 2) + "\":{" + Times("\"a\":0,", size / 14).TrimEnd(',') + "}"),
        ["a long escaped name over many mistakes"] = size => Ping("\"" + Times("\\u00e9", size / 12) + "\":{" + Times("\"a\":0,", size / 14).TrimEnd(',') + "}"),
        ["line breaks before a fault"] = size => new string('\n', size) + "]",
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Work_grows_as_its_input_does(string kind)
    {
        byte[] small = Encoding.UTF8.GetBytes(Bodies[kind](Small)), large = Encoding.UTF8.GetBytes(Bodies[kind](Large));
        Time(small, 20);
        Time(large, 20);
        double one = Time(small, 16), eight = Time(large, 2);
        output.WriteLine($"{one:0.000} ms and {eight:0.000} ms, {eight / one:0.0} times");
        Assert.InRange(eight, 0, (one * 24) + 0.5);
    }

    /// <summary>The best of seven, in ms each.</summary>
    private static double Time(byte[] body, int reads) => Enumerable.Range(0, 7).Min(_ =>
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < reads; i++) WireReader.TryReadEvent(body, ValidationMode.Standard, out var _, out var _);
        return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds / reads;
    });

    private static string Ping(string more) => Read.EventJson("ping", "," + more);

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Of(int size, Func<int, string> member, string? first = null)
    {
        var count = size / (member(0).Length + 1);
        var members = string.Join(',', Enumerable.Range(0, count).Select(member));
        return first is null ? $$"""{"eventType":"ping",{{Read.PlayerTime}},{{members}}}""" : $"{{{members}}}";
    }
}
