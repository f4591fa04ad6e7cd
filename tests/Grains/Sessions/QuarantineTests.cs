using Microsoft.Extensions.Logging.Abstractions;
using SessionGrains.Quarantine;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class QuarantineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordQuarantine _quarantine;

    public QuarantineTests() => _quarantine = new(_time, NullLogger<RecordQuarantine>.Instance);

    [Fact]
    public void A_checksum_knows_its_owner_its_kind_and_each_bit()
    {
        var record = new byte[37];
        new Random(1).NextBytes(record);
        var stored = RecordChecksum.Seal("a", "start", record);

        Assert.Equal(record, RecordChecksum.Open("a", "start", stored).ToArray());
        Assert.Throws<UnreadableRecordException>(() => RecordChecksum.Open("b", "start", stored));
        Assert.Throws<UnreadableRecordException>(() => RecordChecksum.Open("a", "progress", stored));
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            stored[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<UnreadableRecordException>(() => RecordChecksum.Open("a", "start", stored));
            stored[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < stored.Length; length++)
            Assert.Throws<UnreadableRecordException>(() => RecordChecksum.Open("a", "start", stored.AsMemory(0, length)));
    }

    [Fact]
    public void A_record_is_counted_once_and_forgotten_when_it_is_not_met_again()
    {
        for (var hour = 0; hour < 30; hour++)
        {
            _quarantine.Record(Record(1));
            if (hour == 0)
                _quarantine.Record(Record(2));
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal((2, 1), (_quarantine.CountMet(RecordKind.Progress), _quarantine.Count));
        Assert.Equal(Id(1), Assert.Single(_quarantine.List()).SessionId);
        Assert.True(_quarantine.Close(Id(1)));
        Assert.False(_quarantine.Close(Id(1)));
        Assert.Empty(_quarantine.List());
    }

    [Fact]
    public void The_list_is_bounded_whatever_is_broken_and_purged()
    {
        for (var number = 0; number < 30_000; number++)
        {
            _quarantine.Record(Record(number));
            if (number % 2 == 0)
                _quarantine.Close(Id(number));
        }

        Assert.Equal(RecordQuarantine.MaxListed, _quarantine.Count);
        Assert.Contains(_quarantine.List(), static record => record.SessionId == Id(29_999));
    }

    [Fact]
    public void The_exception_comes_through_the_cluster_with_its_reason()
    {
        var serializer = new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(SessionView).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

        var read = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new UnreadableRecordException(UnreadableReason.TooLarge, 9)));

        Assert.Equal((UnreadableReason.TooLarge, 9), ((read as UnreadableRecordException)?.Reason, (read as UnreadableRecordException)?.Bytes));
    }

    private static string Id(int number) => $"{number:x64}";

    private static UnreadableRecord Record(int number) => new(RecordKind.Progress, Id(number), UnreadableReason.Damaged, 7);
}
