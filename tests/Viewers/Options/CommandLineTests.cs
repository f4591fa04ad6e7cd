using System.CommandLine;

namespace SessionGrains.Viewers.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_ten_thousand_watch_films_on_the_loopback_for_five_minutes()
    {
        var options = Parse();

        Assert.Same(Door.MediaCollection, options.Door);
        Assert.Equal((10_000, 20, Mix.Vod, 1), (options.Viewers, options.Titles, options.Mix, options.Seed));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)), (options.Ramp, options.Duration));
        Assert.Equal("http://localhost:8080/", options.BaseUrl.AbsoluteUri);
    }

    [Fact]
    public void Every_option_is_taken_with_a_space_or_an_equals_sign()
    {
        var options = Parse(
            "--viewers", "50", "--titles=3", "--ramp", "1s", "--duration=1m", "--api", "media-edge", "--mix", "live", "--seed=7", "--speed", "20", "--sample=5", "--key", "k=1", "--alone", "--plain", "--connections=9", "--base-url", "https://media.example/path");

        Assert.Equal(
            new CrowdOptions
            {
                Door = Door.MediaEdge,
                Viewers = 50,
                Titles = 3,
                Ramp = TimeSpan.FromSeconds(1),
                Duration = TimeSpan.FromMinutes(1),
                Mix = Mix.Live,
                Seed = 7,
                Speed = 20,
                Sample = 5,
                Key = "k=1",
                Alone = true,
                Plain = true,
                Connections = 9,
                BaseUrl = new Uri("https://media.example/path/"),
            },
            options);
    }

    [Theory]
    [InlineData("'--viewer'", "--viewer", "3")]
    [InlineData("'--viewers'", "--viewers")]
    [InlineData("whole number from 1 to", "--viewers", "0")]
    [InlineData("whole number from 1 to", "--titles", "many")]
    [InlineData("30s, 5m", "--ramp", "soon")]
    [InlineData("vod or live", "--mix", "both")]
    [InlineData("media-collection or media-edge", "--api", "xdm")]
    [InlineData("http://localhost:8080", "--base-url", "localhost:8080")]
    [InlineData("'yes'", "--alone=yes")]
    [InlineData("longer than --duration", "--ramp", "2m", "--duration", "1m")]
    public void What_makes_no_sense_is_refused_with_what_was_expected(string expected, params string[] args)
    {
        var refused = Assert.Throws<ArgumentException>(() => Parse(args));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_option_and_a_wrong_option_is_corrected()
    {
        foreach (var name in (string[])["--base-url", "--api", "--viewers", "--titles", "--ramp", "--duration", "--mix", "--seed", "--speed", "--sample", "--key", "--alone", "--connections", "--plain"])
            Assert.Contains(name, Said("--viewers", "3", "--help"), StringComparison.Ordinal);

        Assert.Contains("--viewers", Said("--viewer", "3"), StringComparison.Ordinal);
    }

    private static CrowdOptions Parse(params string[] args) => CommandLine.Read(CommandLine.Command.Parse(args));

    private static string Said(params string[] args)
    {
        using var said = new StringWriter();
        CommandLine.Command.Parse(args).Invoke(new InvocationConfiguration { Output = said, Error = said });
        return said.ToString();
    }
}
