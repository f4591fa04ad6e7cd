using System.Security.Cryptography;
using SessionGrains.Silo.Redaction;

namespace SessionGrains.Cluster.Tests;

public sealed class SessionIdTextTests
{
    private const string Id = "dabb3e5309485f734c57ab969ec4ac68aacbe548ed023cc2727ad223b6ee7f66";

    [Theory]
    [InlineData("")]
    [InlineData("nothing here")]
    [InlineData("trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7")]
    [InlineData("dabb3e5309485f734c57ab969ec4ac68aacbe548ed023cc2727ad223b6ee7f6")]
    [InlineData("dabb3e5309485f734c57ab969ec4ac68aacbe548 ed023cc2727ad223b6ee7f66dabb3e5309485f734c57ab969ec4ac68aacbe54")]
    public void Text_without_an_id_stays_the_same_object(string text)
    {
        Assert.False(SessionIdText.TryRedact(text, out _));
        Assert.Same(text, SessionIdText.Redact(text));
    }

    [Fact]
    public void An_id_becomes_a_tag_wherever_it_stands()
    {
        for (var before = 0; before < 200; before++)
        {
            var text = new string('x', before) + Id + new string('y', 200 - before);

            var redacted = SessionIdText.Redact(text);

            Assert.Matches($"^x{{{before}}}session#[0-9a-f]{{8}}y{{{200 - before}}}$", redacted);
        }
    }

    [Fact]
    public void The_tag_is_one_for_an_id_however_it_is_written_and_another_for_another()
    {
        var other = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

        Assert.Equal(SessionIdText.Redact(Id), SessionIdText.Redact(Id.ToUpperInvariant()));
        Assert.NotEqual(SessionIdText.Redact(Id), SessionIdText.Redact(other));
    }

    [Fact]
    public void Every_id_of_a_text_goes_also_one_in_a_longer_run()
    {
        var text = $"a {Id}, {Id.ToUpperInvariant()} and /sessions/{Id}/events of 0{Id}0";

        var redacted = SessionIdText.Redact(text);

        Assert.DoesNotMatch("[0-9a-fA-F]{32}", redacted);
        Assert.Matches("^a session#.{8}, session#.{8} and /sessions/session#.{8}/events of session#.{8}$", redacted);
    }

    [Fact]
    public void A_naive_search_finds_the_same()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => random.Next(90) == 0 ? '-' : "0123456789abcdefABCDEF"[random.Next(22)])]);

            Assert.Equal(text.Split('-').Any(static run => run.Length >= 64), SessionIdText.TryRedact(text, out var redacted));
            Assert.DoesNotMatch("[0-9a-fA-F]{64}", redacted ?? text);
            Assert.Equal(text.Split('-').Where(static run => run.Length < 64), (redacted ?? text).Split('-').Where(static run => !run.StartsWith("session#", StringComparison.Ordinal)));
        }
    }
}
