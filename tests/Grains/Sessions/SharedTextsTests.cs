namespace SessionGrains.Grains.Tests.Sessions;

public sealed class SharedTextsTests
{
    [Fact]
    public void What_two_events_say_alike_is_one_object()
    {
        var (one, other) = (SharedTexts.Of(Said()), SharedTexts.Of(Said()));

        Assert.Equivalent(Said(), one, strict: true);
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

    /// <summary>Asked of the grains themselves: an answer to a call is a copy.</summary>
    [Fact]
    public async Task Sessions_of_a_silo_keep_what_their_players_say_alike_once()
    {
        await using var cluster = await SessionCluster.Start();
        var (one, other) = (await Played(cluster), await Played(cluster));

        Assert.Equal("key", one.Qoe.Others![0].Key);
        Assert.Same(one.Qoe.Others, other.Qoe.Others);
        Assert.Same(one.Playback.PlayerStates[0], other.Playback.PlayerStates[0]);
    }

    private static async Task<SessionView> Played(SessionCluster cluster)
    {
        var id = Sample.NewId();
        await cluster.Session(id).Start(Sample.Start(cluster.NowMs));
        await cluster.Session(id).Track(new()
        {
            Type = PlayerEventType.StateStart,
            Ts = cluster.NowMs + 1,
            Playhead = 1,
            Fingerprint = 1,
            StatesStart = [new("mute".AsSpan())],
            Qoe = new() { Others = [new(new("key".AsSpan()), new("\"value\"".AsSpan()))] },
        });
        Assert.True(cluster.Silos.TryGetGrainContext(GrainId.Create("session", id), out var context));
        return (await ((SessionGrain)context!.GrainInstance!).Read())!;
    }

    /// <summary>New texts each time, so that none is the same object as another from the beginning.</summary>
    private static PlayerEvent Said() => new()
    {
        Type = PlayerEventType.AdStart,
        Ts = 1,
        Playhead = 1,
        Fingerprint = 1,
        Ad = new(Text("ad"), Text("name")),
        AdBreak = new(1, 2, Text("break")),
        Chapter = new(1, Text("chapter")),
        StatesStart = [Text("state")],
        StatesEnd = [Text("ended")],
        UnknownMember = Text("/x"),
        Qoe = new() { ErrorId = Text("e1"), ErrorSource = Text("player"), Others = [new(Text("key"), Text("1"))] },
    };

    private static string Text(string text) => new($"said {text}".AsSpan());
}
