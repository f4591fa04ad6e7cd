using SessionGrains.Grains.Tests.Stored;
using SessionGrains.Sessions.Stored;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>
/// What the next version writes with members that this one does not know, read by this one. The types below have the members of ours and one more; without their aliases, because
/// both are in one process: a stored record names no type.
/// </summary>
public sealed class NewerVersionTests
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(SessionView).Assembly).AddAssembly(typeof(NewerVersionTests).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void A_record_with_a_further_number_is_read_with_all_that_this_version_knows() =>
        AssertRead(new NewerStoredEnd(ClosedBy.Idle, 5, 6, true, Number: 9, null, null, null), new StoredEnd(ClosedBy.Idle, 5, 6, true));

    [Fact]
    public void A_record_with_a_further_text_and_bytes_is_read_with_all_that_this_version_knows() =>
        AssertRead(new NewerStoredEnd(ClosedBy.Idle, 5, 6, true, 9, "new", [1, 2, 3], null), new StoredEnd(ClosedBy.Idle, 5, 6, true));

    [Fact]
    public void A_record_with_further_members_of_new_types_is_read_with_all_that_this_version_knows() =>
        AssertRead(new NewerStoredEnd(ClosedBy.Idle, 5, 6, true, 9, "new", null, [new(1, "a"), new(2, "a")]), new StoredEnd(ClosedBy.Idle, 5, 6, true));

    [Fact]
    public void What_follows_a_record_with_further_members_is_read_too()
    {
        NewerStoredEnd[] newer = [new(ClosedBy.Idle, 5, 6, true, 9, "new", [1], [new(1, "a")]), new(ClosedBy.MaxAge, 7, 8, false, 9, "new", null, null)];

        Assert.Equal([new(ClosedBy.Idle, 5, 6, true), new(ClosedBy.MaxAge, 7, 8, false)], Serializer.Deserialize<StoredEnd[]>(Serializer.SerializeToArray(newer))!);
    }

    [Fact]
    public void A_known_member_that_refers_to_what_an_unknown_one_said_before_is_read()
    {
        // A text that comes twice is written once, and then by its number: those of unknown members count too.
        var text = new string('t', 20);
        NewerFinding[] newer = [new("one", 2, 3, "detail", text), new(text, 4, 5, text, "further")];

        var read = Serializer.Deserialize<Finding[]>(Serializer.SerializeToArray(newer))!;

        Assert.Equal([new("one", 2, 3, "detail"), new(text, 4, 5, text)], read);
    }

    [Fact]
    public void A_finding_that_a_newer_version_stored_is_left_out_of_what_is_shown()
    {
        const long T = 1_795_000_000_000;
        var session = Session.Start(Sample.Start(T), T, SessionTimeouts.Default);
        session.Progress.Settled.FindingEntries = [new((FindingKind)200, 1, T, null), new(FindingKind.BitrateUnit, 1, T, null)];
        var bytes = StoredForm.Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress });

        var read = Session.Restore(session.Opening, SessionTimeouts.Default, StoredForm.Serializer.Deserialize<ProgressRecord>(bytes)!.Progress);

        Assert.Equal(["bitrate-unit"], read.Findings().Select(static finding => finding.Code));
        Assert.Equal(2, read.Progress.Settled.FindingEntries.Length);
    }

    private static void AssertRead(NewerStoredEnd newer, StoredEnd expected) => Assert.Equal(expected, Serializer.Deserialize<StoredEnd>(Serializer.SerializeToArray(newer)));
}

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal readonly record struct NewerStoredEnd(
    [property: Id(0)] ClosedBy? ClosedBy, [property: Id(1)] long ClosedAtMs, [property: Id(2)] long EndTs, [property: Id(3)] bool Finished,
    [property: Id(4)] long Number, [property: Id(5)] string? Text, [property: Id(6)] byte[]? Bytes, [property: Id(7)] NewerPart[]? Parts);

[GenerateSerializer, Immutable]
internal sealed record NewerPart([property: Id(0)] int Number, [property: Id(1)] string Name);

[GenerateSerializer, Immutable]
internal sealed record NewerFinding([property: Id(0)] string Code, [property: Id(1)] int Count, [property: Id(2)] long Ts, [property: Id(3)] string Detail, [property: Id(4)] string Further);
