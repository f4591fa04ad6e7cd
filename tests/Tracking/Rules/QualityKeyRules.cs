using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>The keys of qoeData that the protocol does not define: the latest value of each is kept, up to 32 keys and 8 KiB (docs/protocol.md#7-limits).</summary>
public sealed class QualityKeyRules
{
    [Fact]
    public void The_latest_value_of_each_key_is_kept_in_the_order_of_their_first()
    {
        var viewing = Viewing.Of(Play(0), Says(1, ("a", "1"), ("b", "2")), Says(2, ("c", "3"), ("a", "4")), Says(3, ("b", "5")));

        Assert.Equal([new("a", "4"), new("b", "5"), new("c", "3")], viewing.Session.Qoe.Others!);
        Assert.Null(viewing.Finding("over-limit"));
    }

    [Fact]
    public void A_late_event_adds_keys_and_changes_none()
    {
        var viewing = Viewing.Of(Play(0), Says(3, ("a", "1"), ("b", "1")), Ping(5)).Accept(Says(2, ("a", "2"), ("b", "1"), ("c", "3")), 11);

        Assert.Equal([new("a", "1"), new("b", "1"), new("c", "3")], viewing.Session.Qoe.Others!);
    }

    [Theory]
    [InlineData(7.0, 7.0)]
    [InlineData(-1.0, null)]
    public void A_late_number_of_dropped_frames_does_not_take_the_place_of_one_that_was_sent_later(double sent, double? counted)
    {
        var viewing = Viewing.Of(Play(0), Ping(3, 3, new() { DroppedFrames = sent }), Ping(5, 5)).Accept(Ping(2, 2, new() { DroppedFrames = 9, TimeToStart = 400 }), 11);

        Assert.Equal((sent, counted, 400d), (viewing.Session.Qoe.DroppedFrames!.Value, viewing.Metrics.DroppedFrames, viewing.Metrics.TimeToStartMs));
    }

    [Fact]
    public void A_value_takes_the_room_of_the_one_before_it()
    {
        var viewing = Viewing.Of(Play(0), Says(1, ("k", new('1', 8_000))), Says(2, ("k", new('2', 8_191))));

        Assert.Null(viewing.Finding("over-limit"));
        Assert.Equal(new('2', 8_191), viewing.Session.Qoe.Others!.Single().RawValue);

        viewing.Then(Says(3, ("k", new('3', 8_192))));

        Assert.NotNull(viewing.Finding("over-limit"));
        Assert.Equal(new('2', 8_191), viewing.Session.Qoe.Others!.Single().RawValue);
    }

    [Fact]
    public void The_keys_of_one_event_count_beside_those_that_are_kept()
    {
        var viewing = Viewing.Of(Play(0), Says(1, ("first", "1")), Says(2, [.. Enumerable.Range(0, 31).Select(static n => ($"k{n}", "1"))]));
        Assert.Equal((32, null), (viewing.Session.Qoe.Others!.Length, viewing.Finding("over-limit")));

        viewing.Then(Says(3, ("first", "2"), ("one more", "1")));

        Assert.Equal((32, "2"), (viewing.Session.Qoe.Others!.Length, viewing.Session.Qoe.Others[0].RawValue));
        Assert.Contains("qoeData", viewing.Finding("over-limit")!.Detail, StringComparison.Ordinal);

        viewing = Viewing.Of(Play(0), Says(1, ("first", "1")), Says(2, [.. Enumerable.Range(0, 32).Select(static n => ($"k{n}", "1"))]));
        Assert.Equal((32, 1), (viewing.Session.Qoe.Others!.Length, viewing.Finding("over-limit")!.Count));
    }

    private static PlayerEvent Says(double at, params (string Key, string Value)[] values) =>
        Ping(at, at, new() { Others = [.. values.Select(static one => new QoeValue(one.Key, one.Value))] });
}
