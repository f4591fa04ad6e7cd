namespace SessionGrains.Api.Tests;

/// <summary>What comes out of a right sessionStart and of a right downloaded session.</summary>
public sealed class StartReadingTests
{
    [Fact]
    public void A_sessionStart_gives_what_the_core_needs_and_keeps_its_bytes()
    {
        var body = Read.StartJson(""","media.name":"n","media.resume":"true","analytics.visitorId":"v","media.downloaded":false""", ""","qoeData":{"media.qoe.bitrate":1}""");
        var start = Read.Start(body, ValidationMode.Strict);
        Assert.Equal(("m", "n", "c", "p", "VOD", 60.5, true, "v"),
            (start.MediaId, start.MediaName, start.Channel, start.PlayerName, start.ContentType, start.LengthSeconds, start.Resume, start.VisitorId));
        Assert.Equal((1509045324153, 12.5), (start.Ts, start.Playhead));
        Assert.Equal(1, start.Qoe!.Bitrate);
        Assert.Equal(body, Encoding.UTF8.GetString(start.Body));
    }

    [Fact]
    public void The_bytes_kept_are_the_objects_alone()
    {
        Assert.Equal(Read.StartJson(), Encoding.UTF8.GetString(Read.Start("\uFEFF \n" + Read.StartJson() + "\r\n").Body));
    }

    [Theory]
    [InlineData(""","visitor.aamLocationHint":"9" """)]
    [InlineData(""","visitor.aamLocationHint":9.0""")]
    [InlineData(""","visitor.aamLocationHint":null""")]
    [InlineData(""","analytics.enableSSL":"false","analytics.optOutShare":true""")]
    [InlineData(""","visitor.customerIDs":{"userId":{"id":"u","authState":1},"any/name":{"id":""}}""")]
    [InlineData(""","media.pass.auth":"TRUE","media.show":"s","media.publisher":"x","appInstallationId":"i","media.libraryVersion":"js-3.1.0" """)]
    [InlineData(""","media.downloaded":"false","media.streamType":"","media.season":null""")]
    public void What_clients_send_beyond_the_required_params_is_accepted_in_strict_mode(string more) => Read.Start(Read.StartJson(more), ValidationMode.Strict);

    [Fact]
    public void An_empty_media_id_and_a_length_of_zero_are_accepted() =>
        Read.Start(Read.StartJson().Replace("\"media.id\":\"m\"", "\"media.id\":\"\"", StringComparison.Ordinal).Replace("60.5", "0", StringComparison.Ordinal));

    [Fact]
    public void Ten_thousand_metadata_keys_are_accepted()
    {
        var keys = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":\"\""));
        Read.Start(Read.StartJson(more: $$""","customMetadata":{{{keys}}}"""), ValidationMode.Strict);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(false, ""","media.downloaded":true""")]
    [InlineData(true, ""","media.downloaded":true""")]
    [InlineData(true, ""","media.downloaded":"true" """)]
    public void A_downloaded_session_is_its_start_and_the_events_after_it(bool requireFlag, string more)
    {
        var batch = Read.Batch($" [ {Read.StartJson(more)} , {Read.EventJson("play")}, {Read.EventJson("sessionEnd")} ] ", requireFlag);
        Assert.Equal(Read.StartJson(more), Encoding.UTF8.GetString(batch.Start.Body));
        Assert.Equal([PlayerEventType.Play, PlayerEventType.SessionEnd], batch.Events.Select(e => e.Type));
        Assert.Equal(Read.Event(Read.EventJson("play")).Fingerprint, batch.Events[0].Fingerprint);
    }

    [Fact]
    public void An_unknown_member_in_a_downloaded_session_is_noted_with_its_place_in_the_array()
    {
        var batch = Read.Batch($"[{Read.StartJson(""","x":1""")},{Read.EventJson("play", ""","y":1""")},{Read.EventJson("ping")}]");
        Assert.Equal("/0/params/x", batch.Start.UnknownMember);
        Assert.Equal("/1/y", batch.Events[0].UnknownMember);
        Assert.Null(batch.Events[1].UnknownMember);
    }

    [Theory]
    [InlineData("[]", true)]
    [InlineData(" \r\n\t[", true)]
    [InlineData("\uFEFF[", true)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    [InlineData("\uFEFF", false)]
    [InlineData("1 [", false)]
    public void An_array_is_told_by_its_first_byte(string body, bool array) => Assert.Equal(array, WireReader.IsArray(Encoding.UTF8.GetBytes(body)));
}
