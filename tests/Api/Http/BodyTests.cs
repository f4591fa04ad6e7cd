using System.IO.Compression;

namespace SessionGrains.Api.Tests;

public sealed class BodyTests(Server server, ITestOutputHelper output) : IClassFixture<Server>
{
    private const int ObjectLimit = 64 * 1024;
    private const int ArrayLimit = 1024 * 1024;

    /// <summary>The rest of a ping from an SDK that says everything it knows with each.</summary>
    private static readonly string SaidWithEachPing =
        ""","qoeData":{"media.qoe.bitrate":1000000,"media.qoe.framesPerSecond":24,"media.qoe.droppedFrames":0},"customMetadata":{"""
        + string.Join(",", Enumerable.Range(0, 4).Select(static key => $"\"team.key{key}\":\"a value that never changes during the viewing\"")) + "}}";

    private readonly HttpClient _client = server.Ask();

    [Theory]
    [InlineData(ObjectLimit, 201)]
    [InlineData(ObjectLimit + 1, 413)]
    [InlineData(ArrayLimit, 413)]
    [InlineData(ArrayLimit + 1, 413)]
    public async Task An_object_may_have_64_KiB(int bytes, int status)
    {
        using var answer = await Post("/api/v1/sessions", Padded(Sample.Start, bytes));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(ArrayLimit, 201)]
    [InlineData(ArrayLimit + 1, 413)]
    public async Task An_array_may_have_1_MiB(int bytes, int status)
    {
        using var answer = await Post("/api/v1/downloaded", Padded(Sample.Downloaded(null, $"{bytes}"), bytes));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task White_space_alone_is_no_array()
    {
        using var answer = await Post("/api/v1/downloaded", Padded("", ObjectLimit + 1));

        await answer.AssertProblem(413);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task A_compressed_body_is_the_same_session(string coding)
    {
        var batch = Encoding.UTF8.GetBytes(Sample.Downloaded(null, coding));
        using var plain = await Post("/api/v1/downloaded", batch);
        using var coded = await Post("/api/v1/downloaded", Compress(batch, coding), coding);

        Assert.Equal(201, (int)coded.StatusCode);
        Assert.Equal(plain.Headers.Location, coded.Headers.Location);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Limits_count_what_a_compressed_body_contains(string coding)
    {
        using var right = await Post("/api/v1/sessions", Compress(Padded(Sample.Start, ObjectLimit), coding), coding);
        using var large = await Post("/api/v1/sessions", Compress(Padded(Sample.Start, ObjectLimit + 1), coding), coding);
        using var bomb = await Post("/api/v1/downloaded", Compress(Padded("[", 300_000_000), coding), coding);

        Assert.Equal([201, 413, 413], new[] { right, large, bomb }.Select(answer => (int)answer.StatusCode));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_honest_array_of_pings_compresses_well_and_is_taken(string coding)
    {
        var pings = string.Join(",", Enumerable.Range(1, 1_700).Select(static i => Sample.Event("ping", i * 10_000, i * 10)[..^1] + SaidWithEachPing));
        var batch = Encoding.UTF8.GetBytes(Sample.Downloaded(null, "pings " + coding)[..^1] + "," + pings + "]");
        var coded = Compress(batch, coding, CompressionLevel.SmallestSize);
        output.WriteLine($"{batch.Length} bytes, {batch.Length / coded.Length} times those sent");

        using var answer = await Post("/api/v1/downloaded", coded, coding);

        Assert.InRange(batch.Length, 10 * ObjectLimit, ArrayLimit);
        Assert.InRange(batch.Length / coded.Length, 50, 250);
        Assert.Equal(201, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("gzip", ObjectLimit, 201)]
    [InlineData("br", ObjectLimit, 201)]
    [InlineData("gzip", 10 * ObjectLimit, 413)]
    [InlineData("br", 2 * ObjectLimit, 413)]
    [InlineData("br", ArrayLimit, 413)]
    public async Task More_than_64_KiB_may_be_at_most_250_times_what_was_sent(string coding, int bytes, int status)
    {
        var coded = Compress(Padded(Sample.Downloaded(null, coding + bytes), bytes), coding, CompressionLevel.SmallestSize);
        Assert.True(bytes <= ObjectLimit || bytes > 250 * coded.Length, $"{bytes} bytes became {coded.Length}.");

        using var answer = await Post("/api/v1/downloaded", coded, coding);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 413)
        {
            await answer.AssertProblem(413);
            Assert.Contains("250 times", await answer.Content.ReadAsStringAsync());
            answer.AssertCors();
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_is_not_compressed_as_it_says_is_400(string coding)
    {
        var whole = Compress(Encoding.UTF8.GetBytes(Sample.Start), coding);
        using var plain = await Post("/api/v1/sessions", Encoding.UTF8.GetBytes(Sample.Start), coding);
        using var truncated = await Post("/api/v1/sessions", whole[..(whole.Length / 2)], coding);
        using var empty = await Post("/api/v1/sessions", [], coding);

        await plain.AssertProblem(400);
        await truncated.AssertProblem(400);
        await empty.AssertProblem(400);
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task Another_coding_is_415_and_says_which_are_known(string coding)
    {
        var body = Sample.Bytes(Encoding.UTF8.GetBytes(Sample.Start));
        Assert.True(body.Headers.TryAddWithoutValidation("Content-Encoding", coding));
        using var answer = await _client.PostAsync("/api/v1/sessions", body);

        await answer.AssertProblem(415);
        Assert.Equal("gzip, br, identity", answer.Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Size_and_coding_are_looked_at_before_content_and_session()
    {
        using var large = await Post("/api/v1/sessions/x/events", Padded("{", ObjectLimit + 1));
        using var coded = await Post("/api/v1/sessions/x/events", [1], "zstd");

        Assert.Equal([413, 415], new[] { large, coded }.Select(answer => (int)answer.StatusCode));
    }

    private Task<HttpResponseMessage> Post(string path, byte[] body, string? coding = null) => _client.PostAsync(path, Sample.Bytes(body, coding));

    private static byte[] Padded(string text, int bytes)
    {
        var body = new byte[bytes];
        body.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes(text, body);
        return body;
    }

    private static byte[] Compress(byte[] bytes, string coding, CompressionLevel level = CompressionLevel.Fastest)
    {
        if (coding == "identity")
            return bytes;

        using var target = new MemoryStream();
        using (Stream coder = coding == "br" ? new BrotliStream(target, level) : new GZipStream(target, level))
            coder.Write(bytes);
        return target.ToArray();
    }
}
