using Orleans.Serialization;
using SessionGrains.Messages;
using SessionGrains.Sessions;

namespace SessionGrains.Stores.Tests;

/// <summary>The bytes that stores hold: a change of them makes stored sessions unreadable for one of two versions.</summary>
public sealed class StoredBytesTests
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(StartRecord).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly StartRecord Full = new()
    {
        OpenedAtMs = 1_700_000_000_123,
        SweepAtMs = 42,
        Request = new StartRequest
        {
            Body = "{}"u8.ToArray(),
            Ts = 1_700_000_000_000,
            Playhead = 1.5,
            MediaId = "id",
            MediaName = "name",
            Channel = "channel",
            PlayerName = "player",
            ContentType = "vod",
            LengthSeconds = 60,
            Resume = true,
            VisitorId = "visitor",
            Qoe = new QoeValues
            {
                Bitrate = 1_000_000,
                DroppedFrames = 3,
                FramesPerSecond = 29.97,
                TimeToStart = 500,
                ErrorId = "e1",
                ErrorSource = "player",
                Others = [new QoeValue("k", "\"v\"")],
            },
            UnknownMember = "/params/x",
            OtherVisitorIds = ["user", "customer"],
        },
    };

    private const string FullBytes =
        "2020e840057b7d012000b4f2e7c581000000000000f83f4105696441096e616d65410f6368616e6e656c410d706c617965724107766f64810000000000" +
        "004e400103410f76697369746f7221e8800000000080842e4181000000000000084081b81e85eb51f83d40810000000000407f4041056531c113210003" +
        "21e840036b4107227622e0e0e041132f706172616d732f782100054109757365724011637573746f6d6572e0091501091501e001a03db4f2e7c50101e0";

    [Fact]
    public void A_start_record_is_stored_in_the_bytes_that_it_always_was() =>
        Assert.Equal(FullBytes, Convert.ToHexStringLower(Serializer.SerializeToArray(Full)));

    [Fact]
    public void The_stored_bytes_of_a_start_record_are_read_back_whole()
    {
        var read = Serializer.Deserialize<StartRecord>(Convert.FromHexString(FullBytes));

        Full.SweepAtMs = null;
        Assert.Equivalent(Full, read, strict: true);
    }
}
