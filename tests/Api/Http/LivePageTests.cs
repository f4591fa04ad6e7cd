using System.IO.Compression;

namespace SessionGrains.Api.Tests;

public sealed class LivePageTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_page_is_for_anybody_and_lets_nothing_but_its_own_files_run()
    {
        using var page = await _client.GetAsync("/?session=abc");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        page.AssertNoCors();
    }

    [Theory]
    [InlineData("/js/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/js/audience/view.js", "text/javascript; charset=utf-8")]
    [InlineData("/vendor/uplot/uPlot.esm.js", "text/javascript; charset=utf-8")]
    [InlineData("/vendor/uplot/LICENSE.txt", "text/plain; charset=utf-8")]
    [InlineData("/css/base.css", "text/css; charset=utf-8")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task Each_file_has_its_type_and_is_sent_again_only_when_it_changed(string path, string type)
    {
        using var first = await _client.GetAsync(path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _client.SendAsync(again);
        using var head = await _client.SendAsync(new(HttpMethod.Head, path));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, head.StatusCode));
        Assert.Equal(type, first.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotEmpty(await first.Content.ReadAsByteArrayAsync());
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_browser_that_can_unpack_gets_it_packed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/js/app.js");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var packed = await _client.SendAsync(request);
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);

        Assert.Equal("gzip", packed.Content.Headers.ContentEncoding.Single());
        Assert.Equal(await _client.GetStringAsync("/js/app.js"), await new StreamReader(unpacked).ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_no_file_of_the_page_is_not_found_and_nothing_can_be_sent_to_it()
    {
        using var outside = await _client.GetAsync("/js/..%2f..%2fappsettings.json");
        using var post = await _client.PostAsync("/", Sample.Json("{}"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (outside.StatusCode, post.StatusCode));
    }

    [Fact]
    public async Task Below_a_path_base_the_page_has_its_slash_because_its_links_are_relative()
    {
        await using var based = new Server().With("PathBase", "/tracking");
        var client = based.Ask();

        using var bare = await client.GetAsync("/tracking?session=abc");
        using var page = await client.GetAsync("/tracking/");

        Assert.Equal((HttpStatusCode.Redirect, "/tracking/?session=abc"), (bare.StatusCode, bare.Headers.Location!.OriginalString));
        Assert.DoesNotContain("=\"/", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/tracking/js/app.js")).StatusCode);
    }
}
