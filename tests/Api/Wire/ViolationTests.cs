namespace SessionGrains.Api.Tests;

/// <summary>What is wrong with an event, where, and in which words.</summary>
public sealed class ViolationTests
{
    [Theory]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":"1","ts":1}}""", "/playerTime/playhead", "type", "must be a number of seconds, not a string")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":-0.1,"ts":1}}""", "/playerTime/playhead", "range", "must be from 0 to 10000000000000, not -0.1")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1e999,"ts":1}}""", "/playerTime/playhead", "range", "is too large a number")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":null,"ts":1}}""", "/playerTime/playhead", "required", "is required: it must be a number of seconds, not null")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1}}""", "/playerTime/ts", "required", "is required")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":1509045324.153}}""", "/playerTime/ts", "type",
        "must be an integer number of milliseconds since 1970-01-01 UTC, not 1509045324.153 (seconds with a fraction? multiply by 1000 and round)")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":"1509045324153"}}""", "/playerTime/ts", "type",
        "must be an integer number of milliseconds since 1970-01-01 UTC, not a string")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":-1}}""", "/playerTime/ts", "range", "must be from 0 to 253402300799999, not -1")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":253402300800000}}""", "/playerTime/ts", "range", "must be from 0 to 253402300799999, not 253402300800000")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":1e300}}""", "/playerTime/ts", "range", "must be from 0 to 253402300799999, not 1e300")]
    [InlineData("""{"eventType":"ping","playerTime":{"playhead":1,"ts":1e999}}""", "/playerTime/ts", "range", "is too large a number")]
    [InlineData("""{"eventType":"ping","playerTime":[]}""", "/playerTime", "type", "must be an object, not an array")]
    [InlineData("""{"eventType":"ping"}""", "/playerTime", "required", "is required")]
    [InlineData("""{@time}""", "/eventType", "required", "is required")]
    [InlineData("""{"eventType":null,@time}""", "/eventType", "required", "is required: it must be a string, not null")]
    [InlineData("""{"eventType":7,@time}""", "/eventType", "type", "must be a string, not a number")]
    [InlineData("""{"eventType":"Play",@time}""", "/eventType", "event-type", "unknown event type \"Play\": did you mean \"play\"?")]
    [InlineData("""{"eventType":"seekStart",@time}""", "/eventType", "event-type", "unknown event type \"seekStart\": send \"pauseStart\"")]
    [InlineData("""{"eventType":"ping","eventType":"ping",@time}""", "/eventType", "duplicate-member", "comes twice in this object")]
    [InlineData("""{"eventType":"ping","event\u0054ype":"ping",@time}""", "/eventType", "duplicate-member", "comes twice in this object")]
    [InlineData("""{"eventType":"ping",@time,"a":1,"\u0061":1}""", "/a", "duplicate-member", "comes twice in this object")]
    [InlineData("""{"eventType":"ping",@time,"x":{"y":[{},{"a":1,"b":2,"a":3}]}}""", "/x/y/1/a", "duplicate-member", "comes twice in this object")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":{"a b":"x"}}""", "/customMetadata/a b", "pattern",
        """is no name for custom metadata: it must match ^[a-zA-Z0-9_\.]+$""")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":{"":"x"}}""", "/customMetadata/", "pattern",
        """is no name for custom metadata: it must match ^[a-zA-Z0-9_\.]+$""")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":{"a":1}}""", "/customMetadata/a", "type", "must be a string, not a number")]
    [InlineData("""{"eventType":"ping",@time,"a\u0000b":1}""", "/ab", "pattern", "is a name with a NUL character (\\u0000)")]
    [InlineData("""{"eventType":"ping",@time,"x":[{"\u0000":1}]}""", "/x/0/", "pattern", "is a name with a NUL character (\\u0000)")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":{"a":{"b":"c"}}}""", "/customMetadata/a", "type", "must be a string, not an object")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":"a"}""", "/customMetadata", "type", "must be an object, not a string")]
    [InlineData("""{"eventType":"ping",@time,"params":[]}""", "/params", "type", "must be an object, not an array")]
    [InlineData("""{"eventType":"ping",@time,"qoeData":{"media.qoe.bitrate":"1"}}""", "/qoeData/media.qoe.bitrate", "type", "must be a number, not a string")]
    [InlineData("""{"eventType":"ping",@time,"qoeData":{"media.qoe.bitrate":1e999}}""", "/qoeData/media.qoe.bitrate", "range", "is too large a number")]
    [InlineData("""{"eventType":"adBreakStart",@time}""", "/params", "required",
        "is required: adBreakStart needs media.ad.podIndex, media.ad.podSecond")]
    [InlineData("""{"eventType":"adBreakStart",@time,"params":{"media.ad.podSecond":1,"media.ad.podIndex":1.5}}""", "/params/media.ad.podIndex", "type",
        "must be an integer, not 1.5")]
    [InlineData("""{"params":{"media.ad.podSecond":1,"media.ad.podIndex":1e16},"eventType":"adBreakStart",@time}""", "/params/media.ad.podIndex", "range",
        "must be from -1000000000 to 1000000000, not 1e16")]
    [InlineData("""{"eventType":"stateStart",@time,"params":{}}""", "/params/media.state.name", "required", "is required")]
    [InlineData("""{"eventType":"statesUpdate",@time,"params":{}}""", "/params", "empty", "must have at least one state in statesStart or statesEnd")]
    [InlineData("""{"eventType":"statesUpdate",@time,"params":{"statesStart":[],"statesEnd":null}}""", "/params", "empty", "must have at least one state in statesStart or statesEnd")]
    [InlineData("""{"eventType":"statesUpdate",@time,"params":null}""", "/params", "required", "is required: statesUpdate needs statesStart or statesEnd")]
    [InlineData("""{"eventType":"statesUpdate",@time,"params":{"statesEnd":["mute"]}}""", "/params/statesEnd/0", "type", "must be an object, not a string")]
    [InlineData("""{"eventType":"statesUpdate",@time,"params":{"statesEnd":[{"media.state.name":"a"},{}]}}""", "/params/statesEnd/1/media.state.name", "required", "is required")]
    [InlineData("""{"eventType":"error",@time,"qoeData":{"media.qoe.errorID":"1"}}""", "/qoeData/media.qoe.errorSource", "required",
        "is required: an error is told by media.qoe.errorSource in qoeData, or by media.errorSource in params")]
    [InlineData("""{"eventType":"error",@time,"qoeData":{"media.qoe.errorID":true,"media.qoe.errorSource":"player"}}""", "/qoeData/media.qoe.errorID", "type", "must be a string, not a boolean")]
    [InlineData("""{"eventType":"sessionStart",@time,"params":{@start}}""", "/eventType", "event-type",
        "sessionStart belongs to POST /api/v1/sessions, which answers with the address of the new session")]
    [InlineData("""{"eventType":"ping",@time,"x":"\ud800"}""", "/x", "json", "has a \\u escape that is half of a surrogate pair")]
    [InlineData("""{"eventType":"ping",@time,"customMetadata":{"x":"\udc00\ud800"}}""", "/customMetadata/x", "json", "has a \\u escape that is half of a surrogate pair")]
    [InlineData("""{"eventType":"ping",@time,"\ud800":1}""", "/\\ud800", "json", "has a \\u escape that is half of a surrogate pair")]
    [InlineData("""{"eventType":"\ud83d",@time}""", "/eventType", "json", "has a \\u escape that is half of a surrogate pair")]
    [InlineData("[]", "", "type", "must be an object, one event, not an array: downloaded sessions go to POST /api/v1/downloaded")]
    [InlineData("\"ping\"", "", "type", "must be an object, one event, not a string")]
    [InlineData("null", "", "type", "must be an object, one event, not null")]
    public void One_mistake_gives_one_violation(string body, string place, string code, string detail) =>
        Assert.Equal([new Violation(place, code, detail)], Read.EventViolations(Written(body)));

    [Theory]
    [InlineData(""","media.length":"60" """, "/params/media.length", "duplicate-member", "comes twice in this object")]
    [InlineData(""","media.downloaded":true""", "/params/media.downloaded", "value",
        "must not be true on a live session: a downloaded session goes as one array to POST /api/v1/downloaded")]
    [InlineData(""","media.downloaded":"true" """, "/params/media.downloaded", "value",
        "must not be true on a live session: a downloaded session goes as one array to POST /api/v1/downloaded")]
    [InlineData(""","media.resume":1""", "/params/media.resume", "type", "must be a boolean, not a number")]
    [InlineData(""","media.resume":"True" """, "/params/media.resume", "type", "must be a boolean, not a string")]
    [InlineData(""","media.season":1""", "/params/media.season", "type", "must be a string, not a number")]
    [InlineData(""","visitor.aamLocationHint":1.5""", "/params/visitor.aamLocationHint", "type", "must be an integer, not 1.5")]
    [InlineData(""","visitor.customerIDs":{"u":{"id":"1","authState":3}}""", "/params/visitor.customerIDs/u/authState", "range", "must be from 0 to 2, not 3")]
    [InlineData(""","visitor.customerIDs":{"u":{"authState":0}}""", "/params/visitor.customerIDs/u/id", "required", "is required")]
    [InlineData(""","visitor.customerIDs":{"u":{"id":"1"},"v":{"id":"1"},"u":{"id":"2"}}""", "/params/visitor.customerIDs/u", "duplicate-member", "comes twice in this object")]
    [InlineData(""","visitor.customerIDs":{"u":"1"}""", "/params/visitor.customerIDs/u", "type", "must be an object, not a string")]
    public void One_wrong_param_of_a_sessionStart_gives_one_violation(string more, string place, string code, string detail) =>
        Assert.Equal([new Violation(place, code, detail)], Read.StartViolations(Read.StartJson(more)));

    [Theory]
    [InlineData("analytics.trackingServer")]
    [InlineData("analytics.reportSuite")]
    [InlineData("visitor.marketingCloudOrgId")]
    [InlineData("media.id")]
    [InlineData("media.length")]
    [InlineData("media.contentType")]
    [InlineData("media.playerName")]
    [InlineData("media.channel")]
    public void A_sessionStart_without_one_of_its_eight_params_is_refused(string name)
    {
        var body = Read.StartJson().Replace($"\"{name}\"", "\"x\"", StringComparison.Ordinal);
        Assert.Equal([new Violation($"/params/{name}", "required", "is required")], Read.StartViolations(body));
    }

    [Fact]
    public void A_negative_length_is_refused() =>
        Assert.Equal(new Violation("/params/media.length", "range", "must be from 0 to 1000000000, not -60.5"),
            Assert.Single(Read.StartViolations(Read.StartJson().Replace("60.5", "-60.5", StringComparison.Ordinal))));

    [Fact]
    public void Another_type_than_sessionStart_does_not_begin_a_session() =>
        Assert.Equal(
            new Violation("/eventType", "event-type", "play belongs to POST /api/v1/sessions/{sid}/events; a session begins with sessionStart"),
            Assert.Single(Read.StartViolations(Read.EventJson("play"))));

    [Fact]
    public void All_mistakes_are_told_in_document_order()
    {
        var violations = Read.EventViolations(
            """{"qoeData":{"media.qoe.bitrate":"x"},"params":{"media.ad.id":1,"media.ad.length":"15"},"eventType":"adStart","playerTime":{"ts":1.5}}""");
        Assert.Equal(
            ["/qoeData/media.qoe.bitrate", "/params/media.ad.id", "/params/media.ad.length", "/params/media.ad.podPosition", "/params/media.ad.playerName", "/playerTime/ts", "/playerTime/playhead"],
            violations.Select(v => v.Pointer));
    }

    [Fact]
    public void At_most_a_hundred_mistakes_are_told()
    {
        var keys = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"k{i}\":{i}"));
        Assert.Equal(100, Read.EventViolations(Read.EventJson("ping", $$""","customMetadata":{{{keys}}}""")).Count);
    }

    [Theory]
    [InlineData(""","extra":1""", "/extra", "is not a member that the schema of this event knows")]
    [InlineData(""","Params":{}""", "/Params", "is not a member that the schema of this event knows: did you mean \"params\"?")]
    [InlineData(""","params":{"media.id":"x"}""", "/params/media.id", "is not a member that the schema of this event knows")]
    [InlineData(""","qoeData":{"bitrate":1}""", "/qoeData/bitrate", "is not a member that the schema of this event knows")]
    [InlineData(""","qoeData":{"media.qoe.errorId":"1"}""", "/qoeData/media.qoe.errorId", "is not a member that the schema of this event knows: did you mean \"media.qoe.errorID\"?")]
    public void An_unknown_member_is_a_violation_in_strict_mode_only(string more, string place, string detail)
    {
        Assert.Equal([new Violation(place, "unknown-member", detail)], Read.EventViolations(Read.EventJson("ping", more), ValidationMode.Strict));
        Assert.Equal(place, Read.Event(Read.EventJson("ping", more)).UnknownMember);
    }

    [Fact]
    public void Thirty_two_levels_are_accepted_and_the_next_one_is_refused()
    {
        string Nested(int levels) => Read.EventJson("ping", $",\"x\":{new string('[', levels)}{new string(']', levels)}");
        Read.Event(Nested(31));
        var violation = Assert.Single(Read.EventViolations(Nested(32)));
        Assert.Equal(("depth", "is nested deeper than 32 levels"), (violation.Code, violation.Detail));
        Assert.Equal("/x" + string.Concat(Enumerable.Repeat("/0", 31)), violation.Pointer);
        Assert.Equal("depth", Assert.Single(Read.EventViolations("{\"x\":" + new string('[', 60_000))).Code);
        Assert.Equal(["type", "depth"], Read.EventViolations("{\"params\":" + new string('[', 60_000)).Select(v => v.Code));
        Assert.Equal(["json"], Read.EventViolations("{\"params\":{\"a\":" + new string('[', 60_000)).Select(v => v.Code));
    }

    [Fact]
    public void Long_names_and_values_are_cut_in_the_answer()
    {
        string name = new('n', 10_000);
        var violation = Assert.Single(Read.EventViolations(Read.EventJson("ping", $$$""","x":{"{{{name}}}":{"a":1,"a":1}}""")));
        Assert.Equal($"/x/{name[..100]}…/a", violation.Pointer);
        Assert.True(Assert.Single(Read.EventViolations(Read.EventJson(name))).Detail.Length < 500);
    }

    [Fact]
    public void A_quoted_word_has_no_NUL_character() =>
        Assert.StartsWith("unknown event type \"pong\":", Assert.Single(Read.EventViolations(Read.EventJson("""p\u0000ong"""))).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "", "empty")]
    [InlineData("{}", "", "type")]
    [InlineData("[1]", "/0", "type")]
    [InlineData("""[{"eventType":"play",@time}]""", "/0/eventType", "event-type")]
    [InlineData("""[{"eventType":"sessionStart",@time,"params":{@start}},{"eventType":"sessionStart",@time,"params":{@start}}]""", "/1/eventType", "event-type")]
    [InlineData("""[{"eventType":"sessionStart",@time,"params":{@start}},[]]""", "/1", "type")]
    [InlineData("""[{"eventType":"sessionStart",@time,"params":{@start}},{"eventType":"error",@time,"params":{"media.errorId":"e"}}]""", "/1/qoeData/media.qoe.errorSource", "required")]
    [InlineData("""[{"eventType":"sessionStart",@time,"params":{@start}},{"eventType":"ping",@time},]""", "", "json")]
    public void A_mistake_in_a_downloaded_session_is_told_with_its_place_in_the_array(string body, string place, string code)
    {
        var violation = Assert.Single(Read.BatchViolations(Written(body)));
        Assert.Equal((place, code), (violation.Pointer, violation.Code));
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData(""","media.downloaded":false""", "value")]
    public void An_array_at_sessions_must_say_that_it_is_downloaded(string more, string code)
    {
        var violation = Assert.Single(Read.BatchViolations($"[{Read.StartJson(more)}]", requireFlag: true));
        Assert.Equal(("/0/params/media.downloaded", code), (violation.Pointer, violation.Code));
    }

    [Fact]
    public void A_hundred_thousand_names_in_one_object_are_compared_in_linear_time()
    {
        // Quadratic comparing would take minutes here; the deadline only tells the two apart.
        var keys = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"k{i:x5}\":0"));
        var body = Encoding.UTF8.GetBytes(Read.EventJson("ping", $$""","x":{{{keys}},"k00000":0}"""));
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal("/x/k00000", Assert.Single(Read.EventViolations(body)).Pointer);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 5);
    }

    /// <summary>Spells out what the rows above leave out.</summary>
    private static string Written(string row) =>
        row.Replace("@time", Read.PlayerTime, StringComparison.Ordinal).Replace("@start", Read.StartParams, StringComparison.Ordinal);
}
