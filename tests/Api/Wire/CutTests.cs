namespace SessionGrains.Api.Tests;

/// <summary>What an event says in words and in lists is cut where it is read, and noted.</summary>
public sealed class CutTests
{
    private const string Emoji = "\ud83d\ude00";

    public static TheoryData<string, string, string> Names() => new()
    {
        { "adStart", ""","params":{"media.ad.id":"@","media.ad.length":1,"media.ad.podPosition":1,"media.ad.playerName":"p","media.ad.name":"n"}""", "ad id" },
        { "adStart", ""","params":{"media.ad.id":"i","media.ad.length":1,"media.ad.podPosition":1,"media.ad.playerName":"p","media.ad.name":"@"}""", "ad name" },
        { "adBreakStart", ""","params":{"media.ad.podIndex":1,"media.ad.podSecond":1,"media.ad.podFriendlyName":"@"}""", "break" },
        { "chapterStart", ""","params":{"media.chapter.index":1,"media.chapter.offset":1,"media.chapter.length":1,"media.chapter.friendlyName":"@"}""", "chapter" },
        { "stateStart", ""","params":{"media.state.name":"@"}""", "state" },
        { "error", ""","params":{"media.errorId":"@","media.errorSource":"s"}""", "error id" },
        { "error", ""","qoeData":{"media.qoe.errorID":"i","media.qoe.errorSource":"@"}""", "error source" },
        { "ping", ""","qoeData":{"@":1}""", "qoe key" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_kept_up_to_256_units_without_NUL_and_never_half_a_character(string type, string more, string what)
    {
        (string Sent, string Kept, bool Cut)[] rows =
        [
            (new('n', 256), new('n', 256), false),
            (new('n', 257), new('n', 256), true),
            (new('\u20ac', 256), new('\u20ac', 256), false),
            (new string('n', 255) + Emoji, new('n', 255), true),
            (new string('n', 254) + Emoji, new string('n', 254) + Emoji, false),
            (new('n', 60_000), new('n', 256), true),
        ];
        foreach ((var sent, var kept, var cut) in rows)
        {
            var read = Read.Event(Read.EventJson(type, more.Replace("@", sent, StringComparison.Ordinal)));
            Assert.Equal((kept, cut ? ReaderCuts.Text : ReaderCuts.None), (NameOf(read, what), read.Cuts));
        }

        if (what != "qoe key")
        {
            var read = Read.Event(Read.EventJson(type, more.Replace("@", """a\u0000\u0062\\u0000""" + new string('x', 247), StringComparison.Ordinal)));
            Assert.Equal(("ab\\u0000" + new string('x', 247), ReaderCuts.None), (NameOf(read, what), read.Cuts));
        }
    }

    [Theory]
    [InlineData("media.ad.creativeURL", 1_024)]
    [InlineData("media.ad.advertiser", 256)]
    public void A_long_text_of_an_ad_is_noted(string member, int longest)
    {
        string Ad(int length) =>
            Read.EventJson("adStart", $$""","params":{"{{member}}":"{{new string('u', length)}}","media.ad.id":"i","media.ad.length":1,"media.ad.podPosition":1,"media.ad.playerName":"p"}""");
        Assert.Equal(ReaderCuts.None, Read.Event(Ad(longest)).Cuts);
        Assert.Equal(ReaderCuts.Text, Read.Event(Ad(longest + 1)).Cuts);
    }

    [Fact]
    public void A_long_metadata_value_is_noted_whether_the_type_comes_before_or_after_it()
    {
        var metadata = "\"customMetadata\":{\"a\":\"" + new string('v', 1_025) + "\"}";
        Assert.Equal(ReaderCuts.Text, Read.Event($$"""{"eventType":"ping",{{Read.PlayerTime}},{{metadata}}}""").Cuts);
        Assert.Equal(ReaderCuts.Text, Read.Event($$"""{ {{metadata}},{{Read.PlayerTime}},"eventType":"ping"}""").Cuts);
    }

    [Fact]
    public void The_body_of_a_sessionStart_is_kept_as_it_came_and_what_stands_beside_it_is_cut()
    {
        string name = new('m', 300);
        var body = Read.StartJson($$""","media.name":"{{name}}","media.show":"{{new string('s', 2_000)}}" """);
        var start = Read.Start(body);
        Assert.Equal((name[..256], ReaderCuts.Text), (start.MediaName, start.Cuts));
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(start.Body));
        Assert.Equal(ReaderCuts.None, Read.Start(Read.StartJson($$""","media.show":"{{new string('s', 2_000)}}" """)).Cuts);
    }

    [Theory]
    [InlineData(64, false, false)]
    [InlineData(65, false, true)]
    [InlineData(256, true, false)]
    [InlineData(257, true, true)]
    public void Too_many_entries_of_customMetadata_are_noted(int count, bool isStart, bool noted)
    {
        var metadata = ",\"customMetadata\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"v\"")) + ",\"none\":null}";
        var cuts = isStart ? Read.Start(Read.StartJson("", metadata)).Cuts : Read.Event(Read.EventJson("adComplete", metadata)).Cuts;
        Assert.Equal(noted ? ReaderCuts.Metadata : ReaderCuts.None, cuts);
    }

    [Theory]
    [InlineData(10, 10, 10, 10)]
    [InlineData(21, 0, 20, 0)]
    [InlineData(15, 15, 15, 5)]
    [InlineData(1_000, 100, 20, 0)]
    public void A_statesUpdate_has_20_states_in_both_lists_together(int starts, int ends, int keptStarts, int keptEnds)
    {
        string List(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"media.state.name":"s{{i}}"}"""));
        var read = Read.Event(Read.EventJson("statesUpdate", $$""","params":{"statesStart":[{{List(starts)}}],"statesEnd":[{{List(ends)}}]}"""));
        Assert.Equal((keptStarts, keptEnds), (read.StatesStart?.Length ?? 0, read.StatesEnd?.Length ?? 0));
        Assert.Equal(starts + ends > 20 ? ReaderCuts.States : ReaderCuts.None, read.Cuts);
    }

    [Theory]
    [InlineData(32, ReaderCuts.None)]
    [InlineData(33, ReaderCuts.UnknownMembers)]
    public void More_than_32_unknown_members_are_noted_and_the_first_is_named(int count, ReaderCuts cuts)
    {
        var read = Read.Event(Read.EventJson("ping", ",\"params\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"x{i}\":{i}")) + "}"));
        Assert.Equal(("/params/x0", cuts), (read.UnknownMember, read.Cuts));
    }

    [Fact]
    public void The_name_of_an_unknown_member_has_256_characters_at_most_however_deep_it_lies()
    {
        string name = new('~', 400);
        var body = Read.StartJson($",\"visitor.customerIDs\":{{\"{name}\":{{\"id\":\"i\",\"{name}\":1}}}}");
        Assert.InRange(Read.Start(body).UnknownMember!.Length, 200, 256);
    }

    [Fact]
    public void Of_unknown_qoeData_32_keys_and_8_KiB_are_kept()
    {
        var many = Read.Event(Read.EventJson("ping", ",\"qoeData\":{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":{i}")) + "}"));
        Assert.Equal((32, ReaderCuts.QoeKeys), (many.Qoe!.Others!.Length, many.Cuts));
        Assert.Equal(new QoeValue("x31", "31"), many.Qoe.Others[^1]);

        var large = Read.Event(Read.EventJson("ping", ",\"qoeData\":{" + string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"x{i:d2}\":\"{new string('v', 1_000)}\"")) + "}"));
        Assert.Equal((8, ReaderCuts.QoeKeys), (large.Qoe!.Others!.Length, large.Cuts));
    }

    [Theory]
    [InlineData("1.5", "1.5", ReaderCuts.None)]
    [InlineData("{ \"a\" : [1,\"b\\u0000c\"] }", "{ \"a\" : [1,\"bc\"] }", ReaderCuts.None)]
    [InlineData("\"a\\u0000b\"", "\"ab\"", ReaderCuts.None)]
    [InlineData("[@]", null, ReaderCuts.QoeKeys)]
    [InlineData("{\"a\":\"@\"}", null, ReaderCuts.QoeKeys)]
    [InlineData("@", null, ReaderCuts.QoeKeys)]
    public void An_unknown_value_is_kept_as_it_was_written_or_not_at_all(string sent, string? kept, ReaderCuts cuts)
    {
        var written = sent.Replace("@", "0." + new string('1', 1_100), StringComparison.Ordinal);
        var read = Read.Event(Read.EventJson("ping", $",\"qoeData\":{{\"x\":{written}}}"));
        Assert.Equal((kept, cuts), (read.Qoe?.Others?[0].RawValue, read.Cuts));
    }

    [Theory]
    [InlineData("v", 1_024, false)]
    [InlineData("v", 1_025, true)]
    [InlineData("\\u20ac", 1_024, false)]
    [InlineData("\\n", 2_000, true)]
    [InlineData("\ud83d\ude00", 600, true)]
    public void A_long_unknown_text_is_cut_and_stays_JSON(string character, int count, bool isCut)
    {
        var read = Read.Event(Read.EventJson("ping", $$""","qoeData":{"x":"{{string.Concat(Enumerable.Repeat(character, count))}}"}"""));
        var text = JsonSerializer.Deserialize<string>(read.Qoe!.Others!.Single().RawValue)!;
        Assert.Equal(isCut ? ReaderCuts.Text : ReaderCuts.None, read.Cuts);
        Assert.InRange(text.Length, isCut ? 1_023 : count, 1_024);
    }

    [Fact]
    public void An_event_of_an_array_obeys_the_64_KiB_of_an_object()
    {
        string Padded(int bytes) => Read.EventJson("ping").PadRight(bytes).Replace("{\"eventType", "{" + new string(' ', bytes - Read.EventJson("ping").Length) + "\"eventType", StringComparison.Ordinal).Trim();
        Read.Batch($"[{Read.StartJson()},{Padded(65_536)}]");
        var violation = Assert.Single(Read.BatchViolations($"[{Read.StartJson()},{Read.EventJson("ping")},{Padded(65_537)}]"));
        Assert.Equal(new Violation("/2", "range", "takes 65537 bytes: an event may have 65536, in an array too"), violation);
    }

    [Fact]
    public void A_pointer_has_256_characters_at_most_however_often_it_is_told()
    {
        var open = string.Concat(Enumerable.Range(0, 30).Select(i => $"\"{i}{new string('n', 99)}\":{{"));
        var violations = Read.EventViolations(
            Read.EventJson("ping", $",{open}{string.Join(',', Enumerable.Repeat("\"a\":1", 200))}{new string('}', 30)}"));
        Assert.Equal(100, violations.Count);
        Assert.All(violations, violation => Assert.InRange(violation.Pointer.Length, 200, 256));
    }

    private static string? NameOf(PlayerEvent read, string what) => what switch
    {
        "ad id" => read.Ad!.Id,
        "ad name" => read.Ad!.Name,
        "break" => read.AdBreak!.Name,
        "chapter" => read.Chapter!.Name,
        "state" => read.StatesStart!.Single(),
        "error id" => read.Qoe!.ErrorId,
        "error source" => read.Qoe!.ErrorSource,
        _ => read.Qoe!.Others!.Single().Key,
    };
}
