using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>What a session keeps in a compact form is read as the objects that it stands for, and they as it: records of earlier versions hold those.</summary>
public sealed class CompactCodecsTests
{
    private static readonly Serializer Serializer = StoredForm.Serializer;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_event_is_stored_as_it_came_whether_it_is_plain_or_not(bool isDetailed)
    {
        var sent = Ping(1, isDetailed ? "/x" : null);
        var (asSent, asKept) = (Serializer.SerializeToArray(sent), Serializer.SerializeToArray(KeptEvent.Of(sent)));

        Assert.Equivalent(sent, Serializer.Deserialize<PlayerEvent>(asKept), strict: true);
        Assert.All([asSent, asKept], bytes =>
        {
            var read = Serializer.Deserialize<KeptEvent>(bytes);
            Assert.Equal(isDetailed, read.Details is not null);
            Assert.Equal(KeptEvent.Of(sent) with { Details = null }, read with { Details = null });
            Assert.Equal(sent.UnknownMember, read.Details?.UnknownMember);
        });
    }

    /// <summary>The detailed ones share a text, which is stored once and then by its number: one object more or less before it and the number would be another.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_window_is_stored_as_a_list(int length)
    {
        var arrivals = Enumerable.Range(1, length)
            .Select(static i => ArrivedEvent.Of(Ping((ulong)i, i % 3 == 0 ? "/shared" : null), i, i, i, i % 2 == 0 ? ArrivalOddities.Late : ArrivalOddities.None)).ToList();
        var (asList, asWindow) = (Serializer.SerializeToArray(arrivals), Serializer.SerializeToArray(ArrivalWindow.Of(arrivals)));

        Assert.Equivalent(arrivals, Serializer.Deserialize<List<ArrivedEvent>>(asWindow), strict: true);
        Assert.All([asList, asWindow], bytes => Assert.Equivalent(arrivals, Serializer.Deserialize<ArrivalWindow>(bytes).ToList(), strict: true));
    }

    [Fact]
    public void A_copy_of_a_window_has_events_of_its_own()
    {
        var arrived = ArrivedEvent.Of(Ping(1, null), 1, 1, 1, ArrivalOddities.None);
        var copy = StoredForm.Services.GetRequiredService<DeepCopier>().Copy(ArrivalWindow.Of([arrived]));

        Assert.Equal(arrived, copy[0]);
        Assert.NotSame(arrived, copy[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(TrackingRules.RememberedFingerprints)]
    public void Fingerprints_are_stored_as_an_array(int count)
    {
        var array = Enumerable.Range(1, count).Select(static i => ulong.MaxValue / (ulong)i).ToArray();
        var ring = new FingerprintRing();
        array.CopyTo(ring);
        var bytes = Serializer.SerializeToArray(new StoredFingerprints(ring, (byte)count));

        Assert.Equal(Serializer.SerializeToArray(array), bytes);
        var read = Serializer.Deserialize<StoredFingerprints>(bytes);
        Assert.Equal((byte)count, read.Count);
        Assert.Equal(array, Enumerable.Range(0, count).Select(i => read.Ring[i]));
    }

    private static PlayerEvent Ping(ulong fingerprint, string? unknownMember) =>
        new() { Type = PlayerEventType.Ping, Ts = 1_795_000_000_000, Playhead = 1.5, Fingerprint = fingerprint, UnknownMember = unknownMember };
}
