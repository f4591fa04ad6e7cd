using System.IO.Hashing;

namespace SessionGrains.Api.Tests;

/// <summary>What comes out of a right event.</summary>
public sealed class EventReadingTests
{
    [Fact]
    public void A_ping_gives_type_time_playhead_and_fingerprint_and_nothing_else()
    {
        var body = Read.EventJson("ping");
        var ping = Read.Event(body);
        Assert.Equal(PlayerEventType.Ping, ping.Type);
        Assert.Equal(1509045324153, ping.Ts);
        Assert.Equal(12.5, ping.Playhead);
        Assert.Equal(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(body)), ping.Fingerprint);
        Assert.Null(ping.Qoe);
        Assert.Null(ping.UnknownMember);
        Assert.False(ping.MetadataIgnored);
    }

    [Theory]
    [InlineData("""{"playerTime":{"ts":5,"playhead":1},"qoeData":{"media.qoe.bitrate":7},"params":{"media.ad.podIndex":3,"media.ad.podSecond":1.5,"media.ad.podFriendlyName":"pod"},"eventType":"adBreakStart"}""")]
    [InlineData("""{"eventType":"adBreakStart","playerTime":{"ts":5,"playhead":1},"params":{"media.ad.podFriendlyName":"pod","media.ad.podIndex":3,"media.ad.podSecond":1.5},"qoeData":{"media.qoe.bitrate":7}}""")]
    [InlineData("""{"params":{"media.ad.podIndex":3,"media.ad.podSecond":1.5,"media.ad.podFriendlyName":"pod"},"\u0065ventType":"adBreak\u0053tart","playerTime":{"ts":5,"playhead":1},"qoeData":{"media.qoe.bitrate":7}}""")]
    public void The_order_of_members_and_the_escapes_in_names_mean_nothing(string body)
    {
        var e = Read.Event(body, ValidationMode.Strict);
        Assert.Equal(PlayerEventType.AdBreakStart, e.Type);
        Assert.Equal(new AdBreakOpening(3, 1.5, "pod"), e.AdBreak);
        Assert.Equal(7, e.Qoe!.Bitrate);
    }

    [Fact]
    public void States_are_read_from_all_three_types()
    {
        Assert.Equal(["mute"], Read.Event(Read.EventJson("stateStart", ""","params":{"media.state.name":"mute"}""")).StatesStart!);
        Assert.Equal(["mute"], Read.Event(Read.EventJson("stateEnd", ""","params":{"media.state.name":"mute"}""")).StatesEnd!);
        var both = Read.Event(Read.EventJson("statesUpdate",
            ""","params":{"statesStart":[{"media.state.name":"a"},{"media.state.name":"b"}],"statesEnd":[{"media.state.name":"c"}]}"""));
        Assert.Equal(["a", "b"], both.StatesStart!);
        Assert.Equal(["c"], both.StatesEnd!);
        var end = Read.Event(Read.EventJson("statesUpdate", ""","params":{"statesStart":null,"statesEnd":[{"media.state.name":"c"}]}"""));
        Assert.Null(end.StatesStart);
    }

    [Fact]
    public void Null_as_custom_metadata_is_absent() =>
        Assert.False(Read.Event(Read.EventJson("ping", ""","customMetadata":null""")).MetadataIgnored);

    [Theory]
    [InlineData(""","qoeData":{"media.qoe.errorID":"E1","media.qoe.errorSource":"player"}""")]
    [InlineData(""","params":{"media.errorId":"E1","media.errorSource":"player"}""")]
    [InlineData(""","params":{"media.qoe.errorID":"E1","media.qoe.errorSource":"player"}""")]
    [InlineData(""","params":{"media.errorId":"E1"},"qoeData":{"media.qoe.errorSource":"player"}""")]
    [InlineData(""","params":{"media.qoe.errorID":"no","media.errorId":"no"},"qoeData":{"media.qoe.errorID":"E1","media.qoe.errorSource":"player"}""")]
    [InlineData(""","qoeData":{"media.qoe.errorID":"E1","media.qoe.errorSource":"player"},"params":{"media.qoe.errorID":"no","media.qoe.errorSource":"no"}""")]
    [InlineData(""","qoeData":{"media.qoe.errorID":null,"media.qoe.errorSource":"player"},"params":{"media.errorId":"E1"}""")]
    public void An_errors_id_and_source_are_found_in_every_documented_place_and_qoeData_wins(string more)
    {
        var qoe = Read.Event(Read.EventJson("error", more), ValidationMode.Strict).Qoe!;
        Assert.Equal("E1", qoe.ErrorId);
        Assert.Equal("player", qoe.ErrorSource);
    }

    [Fact]
    public void A_number_as_error_id_is_kept_as_it_was_written() =>
        Assert.Equal("1.50e3", Read.Event(Read.EventJson("error", ""","qoeData":{"media.qoe.errorID":1.50e3,"media.qoe.errorSource":"player"}""")).Qoe!.ErrorId);

    [Fact]
    public void Qoe_values_may_be_fractions_and_stand_in_the_params_of_bitrateChange()
    {
        var qoe = Read.Event(Read.EventJson("bitrateChange",
            ""","params":{"media.qoe.bitrate":1,"media.qoe.framesPerSecond":29.97},"qoeData":{"media.qoe.bitrate":2.5,"media.qoe.droppedFrames":3,"media.qoe.timeToStart":4}"""),
            ValidationMode.Strict).Qoe!;
        Assert.Equal((2.5, 3, 29.97, 4), (qoe.Bitrate, qoe.DroppedFrames, qoe.FramesPerSecond, qoe.TimeToStart));
    }

    [Fact]
    public void Unknown_qoe_values_are_kept_as_they_were_written()
    {
        var e = Read.Event(Read.EventJson("ping", ""","qoeData":{"a":"\u00e9","b":{"c":[1, 2]},"d":1.0,"e":null}"""));
        Assert.Equal([new("a", "\"\\u00e9\""), new("b", """{"c":[1, 2]}"""), new("d", "1.0"), new("e", "null")], e.Qoe!.Others!);
        Assert.Equal("/qoeData/a", e.UnknownMember);
    }

    [Theory]
    [InlineData(""","params":{},"qoeData":{},"customMetadata":{}""")]
    [InlineData(""","params":null,"qoeData":null,"customMetadata":null""")]
    [InlineData(""","qoeData":{"media.qoe.bitrate":null,"media.qoe.errorID":null}""")]
    public void Empty_and_null_members_are_absent(string more)
    {
        var e = Read.Event(Read.EventJson("play", more), ValidationMode.Strict);
        Assert.Null(e.Qoe);
        Assert.False(e.MetadataIgnored);
    }

    [Theory]
    [InlineData("play", true)]
    [InlineData("adBreakComplete", true)]
    public void Metadata_on_a_type_that_ignores_it_is_accepted_and_noted(string type, bool ignored) =>
        Assert.Equal(ignored, Read.Event(Read.EventJson(type, ""","customMetadata":{"a.B_9":"x"}"""), ValidationMode.Strict).MetadataIgnored);

    [Fact]
    public void Metadata_on_a_chapter_is_not_noted() =>
        Assert.False(Read.Event(Read.EventJson("chapterStart",
            ""","customMetadata":{"a":"x"},"params":{"media.chapter.index":1,"media.chapter.offset":0,"media.chapter.length":60}""")).MetadataIgnored);

    [Theory]
    [InlineData(""","extra":1,"qoeData":{"q":1}""", "/extra")]
    [InlineData(""","params":{"a/b~c":{"media.id":[{}]}},"extra":1""", "/params/a~1b~0c")]
    [InlineData(""","params":{"\u0061\"":1}""", "/params/a\"")]
    public void The_first_unknown_member_is_noted(string more, string place) =>
        Assert.Equal(place, Read.Event(Read.EventJson("play", more)).UnknownMember);

    [Theory]
    [InlineData("1e12", 1_000_000_000_000)]
    [InlineData("1509045324153.0", 1509045324153)]
    [InlineData("0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("253402300799999", 253402300799999)]
    public void Ts_is_any_spelling_of_an_integer_in_its_range(string ts, long value) =>
        Assert.Equal(value, Read.Event($$$"""{"eventType":"ping","playerTime":{"playhead":0,"ts":{{{ts}}}}}""").Ts);

    [Theory]
    [InlineData("1000000", 1e6)]
    [InlineData("86399.999", 86399.999)]
    [InlineData("-0", 0)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1e13", 1e13)]
    public void Playhead_is_any_number_from_zero_to_ten_to_the_thirteenth(string playhead, double value)
    {
        var read = Read.Event($$$"""{"eventType":"ping","playerTime":{"playhead":{{{playhead}}},"ts":0}}""").Playhead;
        Assert.Equal(value, read);
        Assert.False(double.IsNegative(read));
    }

    [Fact]
    public void A_byte_order_mark_and_white_space_around_the_event_are_accepted() =>
        Assert.Equal(PlayerEventType.Ping, Read.Event("\uFEFF \r\n\t" + Read.EventJson("ping") + " \n").Type);
}
