using Microsoft.AspNetCore.Http;
using SessionGrains.Api.Docs;

namespace SessionGrains.Api.Tests;

public sealed class FixedAnswerTests(Server server) : IClassFixture<Server>
{
    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task A_long_answer_is_written_in_pieces_so_that_a_client_that_reads_nothing_holds_but_one(string encoding)
    {
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        var written = new WrittenPieces();
        var context = new DefaultHttpContext { Request = { Method = "GET", Headers = { AcceptEncoding = encoding } }, Response = { Body = written } };

        await new FixedAnswer(bytes, "application/octet-stream").Send(context);

        Assert.Equal(context.Response.ContentLength, written.Length);
        Assert.InRange(written.Longest, 1, 16 * 1024);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br;q=1.0, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task Who_does_not_take_gzip_gets_none(string encoding, bool isPacked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/js/app.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var answer = await server.Ask().SendAsync(request);

        Assert.Equal(isPacked, answer.Content.Headers.ContentEncoding.Contains("gzip"));
    }

    [Fact]
    public async Task The_scripts_of_the_reference_are_sent_as_they_lie_there_and_once_to_whoever_keeps_them()
    {
        using var client = server.Ask();
        var page = await client.GetStringAsync("/docs/");

        Assert.Contains(ReferenceScripts.Names, name => page.Contains(name, StringComparison.Ordinal));
        foreach (var name in ReferenceScripts.Names)
        {
            using var answer = await client.GetAsync("/docs/" + name);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
            Assert.NotNull(answer.Content.Headers.ContentLength);

            using var again = new HttpRequestMessage(HttpMethod.Get, "/docs/" + name) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var known = await client.SendAsync(again);
            Assert.Equal(304, (int)known.StatusCode);
        }
    }

    /// <summary>Keeps how long the longest write was.</summary>
    private sealed class WrittenPieces : MemoryStream
    {
        public int Longest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Longest = Math.Max(Longest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
