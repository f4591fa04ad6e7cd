using SessionGrains.Messages;
using SessionGrains.Sessions;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class SharedTextsTests
{
    [Fact]
    public void What_two_events_say_alike_is_one_object()
    {
        var (one, other) = (SharedTexts.Of(Said()), SharedTexts.Of(Said()));

        Assert.Equivalent(Said(), one, strict: true);
        Assert.Same(one.Ad!.Id, other.Ad!.Id);
        Assert.Same(one.Ad.Name, other.Ad.Name);
        Assert.Same(one.AdBreak!.Name, other.AdBreak!.Name);
        Assert.Same(one.Chapter!.Name, other.Chapter!.Name);
        Assert.Same(one.StatesStart![0], other.StatesStart![0]);
        Assert.Same(one.UnknownMember, other.UnknownMember);
        Assert.Same(one.Qoe!.ErrorId, other.Qoe!.ErrorId);
        Assert.Same(one.Qoe.ErrorSource, other.Qoe.ErrorSource);
        Assert.Same(one.Qoe.Others, other.Qoe.Others);
    }

    [Fact]
    public void An_event_without_texts_stays_the_object_that_it_is()
    {
        var ping = new PlayerEvent { Type = PlayerEventType.Ping, Ts = 1, Playhead = 1, Fingerprint = 1, Qoe = new() { Bitrate = 1_000_000 } };

        Assert.Same(ping, SharedTexts.Of(ping));
    }

    /// <summary>New texts each time, so that none is the same object as another from the beginning.</summary>
    private static PlayerEvent Said() => new()
    {
        Type = PlayerEventType.AdStart, Ts = 1, Playhead = 1, Fingerprint = 1, Ad = new(Text("ad"), Text("name")), AdBreak = new(1, 2, Text("break")), Chapter = new(1, Text("chapter")),
        StatesStart = [Text("state")], StatesEnd = [Text("ended")], UnknownMember = Text("/x"),
        Qoe = new() { ErrorId = Text("e1"), ErrorSource = Text("player"), Others = [new(Text("key"), Text("1"))] },
    };

    private static string Text(string text) => new($"said {text}".AsSpan());
}
