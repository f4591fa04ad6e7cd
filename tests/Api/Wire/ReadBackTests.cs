using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Players;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Api.Tests;

/// <summary>What readers let through can be told again.</summary>
public sealed class ReadBackTests(ITestOutputHelper output)
{
    [Fact]
    public void NUL_characters_of_a_sessionStart_are_left_out_where_it_is_told()
    {
        var start = Read.Start(Read.StartJson(
            ""","media.show":"a\u0000b\\u0000" """, ""","customMetadata":{"k":"\u0000"},"qoeData":{"x":{"y":"\u0000z"}}"""));
        Assert.Contains("\\u0000", Encoding.UTF8.GetString(start.Body), StringComparison.Ordinal);

        var told = JsonDocument.Parse(Render(start, Session.Start(start, start.Ts, SessionTimeouts.Default), [])).RootElement;
        Assert.Equal("ab\\u0000", told.GetProperty("params").GetProperty("media.show").GetString());
        Assert.Equal("", told.GetProperty("customMetadata").GetProperty("k").GetString());
        Assert.Equal("z", told.GetProperty("qoeData").GetProperty("x").GetProperty("y").GetString());
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u20ac')]
    [InlineData('\u0001')]
    public void The_report_of_the_largest_legal_session_has_a_size(char filler)
    {
        var largest = new LargestSession(1, filler);
        var session = largest.Build();
        var report = Render(largest.Start, session, largest.Descriptions);
        output.WriteLine($"{report.Length:N0} bytes of report of '\\u{(int)filler:x4}'");
        JsonDocument.Parse(report).Dispose();
        Assert.InRange(report.Length, 1, 1_100_000);
    }

    private static byte[] Render(StartRequest start, Session session, IEnumerable<Description> descriptions) =>
        SessionJson.Answers.Write(new SessionAnswer(SessionViews.Of(new string('a', 64), session, new() { Request = start }, new(descriptions), withJournal: true)));
}
