namespace SessionGrains.Api.Tests;

public sealed class EdgeStrictTests : IAsyncDisposable
{
    private readonly Server _strict = new Server().With("Validation:Mode", "strict");

    public ValueTask DisposeAsync() => _strict.DisposeAsync();

    [Theory]
    [InlineData(""","volume":1""", "$.events[0].xdm.mediaCollection.volume")]
    [InlineData(""","qoeDataDetails":{"framesPerSecond":29.97}""", "$.events[0].xdm.mediaCollection.qoeDataDetails.framesPerSecond")]
    [InlineData(""","qoeDataDetails":{"rebuffers":1}""", "$.events[0].xdm.mediaCollection.qoeDataDetails.rebuffers")]
    public async Task What_the_published_schemas_refuse_is_400(string more, string name)
    {
        var client = _strict.Ask();
        var sid = await client.OpenEdgeSession();

        using var answer = await client.Edge("ping", Xdm.Event(sid, "ping", 1, more));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(name, (string?)(await answer.Body())["report"]!["details"]![0]!["name"]);
    }

    [Fact]
    public async Task What_surrounds_the_media_is_free()
    {
        var client = _strict.Ask();
        var sid = await client.OpenEdgeSession();

        using var answer = await client.Edge("ping", Xdm.Event(sid, "ping", 1)
            .Replace("\"xdm\":{", "\"xdm\":{\"_id\":\"x\",\"web\":{\"webPageDetails\":{\"URL\":\"u\"}},\"implementationDetails\":{\"version\":1},", StringComparison.Ordinal)[..^1] + ",\"meta\":{\"queueTimeMillis\":20}}");

        Assert.Equal(204, (int)answer.StatusCode);
    }
}
