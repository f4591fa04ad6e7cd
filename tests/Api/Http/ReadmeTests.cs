using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Tests;

public sealed partial class ReadmeTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public async Task The_first_requests_of_the_readme_are_accepted_as_they_stand()
    {
        using var client = server.Ask();
        var bodies = Body().Matches(await File.ReadAllTextAsync(Readme())).Select(match => AsAShellSendsIt(match.Groups[1].Value)).ToArray();

        Assert.Equal(3, bodies.Length);
        using var started = await client.PostAsync("/api/v1/sessions", Sample.Json(bodies[0]));
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        using var played = await client.Send(started.Headers.Location!.OriginalString, bodies[1]);
        Assert.Equal(HttpStatusCode.NoContent, played.StatusCode);
        Assert.Equal("playing", (string?)(await client.Read(started.Headers.Location!.OriginalString))["playback"]!["state"]);
        using var ended = await client.Send(started.Headers.Location!.OriginalString, bodies[2]);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Contains(started.Headers.Location!.OriginalString.Split('/')[^1], await client.GetStringAsync("/api/v1/reports?wait=30"), StringComparison.Ordinal);
    }

    private static string AsAShellSendsIt(string body) =>
        body.Replace("'$(date +%s000)'", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + "000", StringComparison.Ordinal);

    /// <summary>From <c>-d '</c> to the quote that ends the argument: quotes within it leave and enter it again around a command.</summary>
    [GeneratedRegex(@"-d '((?:[^']|'\$\([^)]*\)')*)'\n")]
    private static partial Regex Body();

    private static string Readme([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../README.md"));
}
