namespace SessionGrains.Api.Tests;

/// <summary>The customMetadata of an ad and a chapter is kept within the limits of the documents; that of other events is not kept.</summary>
public sealed class MetadataTests
{
    private const string Emoji = "\ud83d\ude00";

    private const string Params = """
        "params":{"media.ad.id":"i","media.ad.length":15,"media.ad.podPosition":1,"media.ad.playerName":"p","media.chapter.index":1,"media.chapter.offset":0,"media.chapter.length":60}
        """;

    /// <summary>Both types that keep it, before and after their type.</summary>
    public static TheoryData<string, bool> Places => new() { { "adStart", true }, { "adStart", false }, { "chapterStart", true }, { "chapterStart", false } };

    [Theory]
    [MemberData(nameof(Places))]
    public void The_first_64_entries_are_kept(string type, bool typeFirst)
    {
        foreach (var count in (int[])[63, 64, 65, 500])
        {
            var read = Event(type, typeFirst, "\"none\":null," + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"v{i}\"")));
            Assert.Equal(Enumerable.Range(0, Math.Min(count, 64)).Select(i => new MetadataEntry($"k{i}", $"v{i}")), Kept(read));
            Assert.Equal(count > 64 ? ReaderCuts.Metadata : ReaderCuts.None, read.Cuts);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_value_is_kept_up_to_1024_units_without_NUL_and_never_half_a_character(string type, bool typeFirst)
    {
        (string Sent, string Kept, bool IsCut)[] rows =
        [
            (new('v', 1_024), new('v', 1_024), false),
            (new('v', 1_025), new('v', 1_024), true),
            (new('\u20ac', 1_024), new('\u20ac', 1_024), false),
            (new string('v', 1_022) + Emoji, new string('v', 1_022) + Emoji, false),
            (new string('v', 1_023) + Emoji, new('v', 1_023), true),
            (new('v', 50_000), new('v', 1_024), true),
            ("""a\u0000b\\u0000""" + new string('v', 1_016), "ab\\u0000" + new string('v', 1_016), false),
            ("""\u0000""", "", false),
        ];
        foreach (var (sent, kept, isCut) in rows)
        {
            var read = Event(type, typeFirst, $"\"k\":\"{sent}\",\"l\":\"w\"");
            Assert.Equal([new("k", kept), new("l", "w")], Kept(read));
            Assert.Equal(isCut ? ReaderCuts.Text : ReaderCuts.None, read.Cuts);
        }
    }

    [Fact]
    public void A_key_is_kept_up_to_256_units_and_no_two_keys_become_one()
    {
        var most = new string('k', 256);
        var whole = Event("adStart", true, $"\"{most}\":\"v\"");
        Assert.Equal([new(most, "v")], Kept(whole));
        Assert.Equal(ReaderCuts.None, whole.Cuts);

        var read = Event("adStart", true, $"\"{most}a\":\"first\",\"b\":\"second\",\"{most}c\":\"third\",\"{most}\":\"fourth\"");
        Assert.Equal([new(most, "first"), new("b", "second")], Kept(read));
        Assert.Equal(ReaderCuts.Text, read.Cuts);
        Assert.Equal(ReaderCuts.None, Event("adStart", true, $"\"{most}a\":null").Cuts);
    }

    [Theory]
    [InlineData("play")]
    [InlineData("ping")]
    [InlineData("adComplete")]
    [InlineData("adBreakComplete")]
    [InlineData("chapterComplete")]
    [InlineData("sessionEnd")]
    public void That_of_another_event_is_noted_and_not_kept(string type)
    {
        foreach (var typeFirst in (bool[])[true, false])
        {
            var read = Event(type, typeFirst, "\"k\":\"v\"", withParams: false);
            Assert.True(read.MetadataIgnored);
            Assert.Null(read.Ad);
            Assert.Null(read.Chapter);
        }
    }

    [Fact]
    public void That_of_another_event_costs_no_memory()
    {
        Assert.Equal(Allocated("{}"), Allocated("{" + string.Join(',', Enumerable.Range(0, 8).Select(i => $"\"k{i}\":\"{new string('v', 500)}\"")) + "}"));

        static long Allocated(string metadata)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"customMetadata":{{metadata}},{{Read.PlayerTime}},"eventType":"ping"}""");
            WireReader.TryReadEvent(body, ValidationMode.Standard, out _, out _);
            var before = GC.GetAllocatedBytesForCurrentThread();
            WireReader.TryReadEvent(body, ValidationMode.Standard, out _, out _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("\"k\":\"a\",\"k\":\"b\"", "/customMetadata/k", "duplicate-member")]
    [InlineData("\"k\":\"a\",\"\\u006b\":\"b\"", "/customMetadata/k", "duplicate-member")]
    [InlineData("\"k\":1", "/customMetadata/k", "type")]
    [InlineData("\"k\":{\"a\":\"b\"}", "/customMetadata/k", "type")]
    [InlineData("\"a b\":\"v\"", "/customMetadata/a b", "pattern")]
    [InlineData("\"k\\u0000\":\"v\"", "/customMetadata/k", "pattern")]
    [InlineData("\"k\":\"\\ud83d\"", "/customMetadata/k", "json")]
    public void What_is_wrong_in_it_is_refused_on_every_event(string entries, string place, string code)
    {
        foreach (var type in (string[])["adStart", "chapterStart", "ping"])
        {
            foreach (var typeFirst in (bool[])[true, false])
            {
                var violation = Assert.Single(Read.EventViolations(Body(type, typeFirst, entries, withParams: true)));
                Assert.Equal((place, code), (violation.Pointer, violation.Code));
            }
        }
    }

    [Fact]
    public void What_is_wrong_in_it_and_after_it_is_listed_although_the_type_comes_last()
    {
        var violations = Read.EventViolations("""{"customMetadata":{"k":1,"l":"v"},"params":{"media.ad.id":"i","media.ad.length":1e12},"playerTime":{"playhead":-1},"eventType":"adStart"}""");
        Assert.Equal(
            ["/customMetadata/k", "/params/media.ad.length", "/params/media.ad.podPosition", "/params/media.ad.playerName", "/playerTime/playhead", "/playerTime/ts"],
            violations.Select(violation => violation.Pointer));
    }

    [Fact]
    public void Of_an_array_each_event_has_its_own()
    {
        string Ad(string metadata) => Body("adStart", false, metadata, withParams: true);
        var batch = Read.Batch($"[{Read.StartJson("", ",\"customMetadata\":{\"start\":\"s\"}")},{Ad("\"a\":\"1\"")},{Read.EventJson("ping")},{Ad("")},{Ad("\"b\":\"2\"")}]");

        Assert.Equal([new("a", "1")], batch.Events[0].Ad!.CustomMetadata!);
        Assert.Null(batch.Events[2].Ad!.CustomMetadata);
        Assert.Equal([new("b", "2")], batch.Events[3].Ad!.CustomMetadata!);
    }

    private static MetadataEntry[] Kept(PlayerEvent read) => (read.Ad?.CustomMetadata ?? read.Chapter?.CustomMetadata)!;

    private static PlayerEvent Event(string type, bool typeFirst, string entries, bool withParams = true) => Read.Event(Body(type, typeFirst, entries, withParams));

    private static string Body(string type, bool typeFirst, string entries, bool withParams)
    {
        var metadata = $"\"customMetadata\":{{{entries}}}";
        var rest = withParams ? $"{Read.PlayerTime},{Params}" : Read.PlayerTime;
        return typeFirst ? $$"""{"eventType":"{{type}}",{{rest}},{{metadata}}}""" : $$"""{ {{metadata}},{{rest}},"eventType":"{{type}}"}""";
    }
}
