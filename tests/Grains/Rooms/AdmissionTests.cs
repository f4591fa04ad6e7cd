using Microsoft.Extensions.Logging.Abstractions;

namespace SessionGrains.Grains.Tests.Rooms;

/// <summary>What a silo takes at which room.</summary>
public sealed class AdmissionTests
{
    private const long MiB = 1 << 20;
    private static readonly RoomSample Roomy = new(90 * MiB, 100 * MiB);
    private static readonly RoomSample Tight = new(8 * MiB, 100 * MiB);
    private static readonly RoomSample TightMemory = new(22 * MiB, 100 * MiB);
    private static readonly RoomSample Full = new(0, 100 * MiB);

    private readonly OpenSessions _open = new(2);
    private readonly StoreRoom _store = new(Options.Create(new StoreRoomOptions()), NullLogger<StoreRoom>.Instance);
    private readonly MemoryRoom _memory = new(Options.Create(new MemoryRoomOptions()), NullLogger<MemoryRoom>.Instance);
    private readonly Admission _admission;

    public AdmissionTests() => _admission = new(_open, _store, _memory);

    public static TheoryData<string, PlayerEvent, bool> Events => new()
    {
        { "ping", Event(PlayerEventType.Ping), true },
        { "ping with a bitrate", Event(PlayerEventType.Ping, new() { Bitrate = 1 }), true },
        { "ping with an error", Event(PlayerEventType.Ping, new() { ErrorId = "e" }), false },
        { "ping with what nobody knows", Event(PlayerEventType.Ping, new() { Others = [new("a", "1")] }), false },
        { "play", Event(PlayerEventType.Play), true },
        { "error", Event(PlayerEventType.Error, new() { ErrorId = "e", ErrorSource = "player" }), false },
        { "adStart", new() { Type = PlayerEventType.AdStart, Ts = 1, Playhead = 0, Fingerprint = 1, Ad = new("ad", null) }, false },
        { "sessionEnd with anything", Event(PlayerEventType.SessionEnd, new() { ErrorId = "e" }), true },
    };

    [Fact]
    public void A_start_is_taken_where_there_is_room_for_it()
    {
        _admission.AdmitStart(Sample.Start(1));
        Record(Roomy, Roomy);
        _admission.AdmitStart(Sample.Start(1));
    }

    [Fact]
    public void A_start_beyond_the_number_of_sessions_is_refused_and_named()
    {
        _open.Enter();
        _open.Enter();

        Assert.Contains("Sessions:MaxOpenPerSilo", Refusal());
        _open.Leave();
        _admission.AdmitStart(Sample.Start(1));
    }

    [Fact]
    public void A_start_is_refused_where_memory_or_store_are_tight_and_the_setting_is_named()
    {
        Record(Roomy, TightMemory);
        Assert.Contains("Memory:TightBelowPercent", Refusal());

        Record(store: Tight, Roomy);
        Assert.Contains("Storage:Room", Refusal());
    }

    [Fact]
    public void Starts_between_two_measurements_take_twice_their_body_of_the_store()
    {
        // A fifth of 100 MiB stays free: there is room for one body of 1 MiB, told again by its report, and not for two.
        Record(new(23 * MiB, 100 * MiB), Roomy);

        _admission.AdmitStart(Large());
        Assert.Contains("Storage:Room", Refusal(Large()));
        Record(new(23 * MiB, 100 * MiB), Roomy);
        _admission.AdmitStart(Large());
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void What_makes_no_session_larger_is_taken_at_any_room(string what, PlayerEvent playerEvent, bool alwaysTaken)
    {
        Record(Tight, TightMemory);
        Assert.True(_admission.CanAdmit(playerEvent), what);

        Record(Full, Roomy);
        Assert.Equal(alwaysTaken, _admission.CanAdmit(playerEvent));

        Record(new(99 * MiB, 100 * MiB), Full);
        Assert.Equal(alwaysTaken, _admission.CanAdmit(playerEvent));
        if (!alwaysTaken)
        {
            Assert.Contains("Memory:FullBelowPercent", Assert.Throws<SiloFullException>(() => _admission.AdmitEvent(playerEvent)).Message);
            Assert.Throws<SiloFullException>(() => _admission.AdmitLoad(playerEvent));
        }
    }

    private static PlayerEvent Event(PlayerEventType type, QoeValues? qoe = null) => new() { Type = type, Ts = 1, Playhead = 0, Fingerprint = 1, Qoe = qoe };

    private static StartRequest Large() => new()
    {
        Body = new byte[MiB],
        Ts = 1,
        Playhead = 0,
        MediaId = "m",
        Channel = "c",
        PlayerName = "p",
        ContentType = "vod",
        LengthSeconds = 1,
    };

    private void Record(RoomSample store, RoomSample memory)
    {
        _store.Record(store);
        _memory.Record(memory);
    }

    private string Refusal(StartRequest? start = null) => Assert.Throws<SiloFullException>(() => _admission.AdmitStart(start ?? Sample.Start(1))).Message;
}
