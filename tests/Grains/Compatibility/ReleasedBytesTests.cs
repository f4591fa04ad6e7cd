using SessionGrains.Grains.Tests.Stored;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>
/// The bytes that released versions store and send, one line for each type: <c>alias bytes text</c>. The text says what that version read in them, so it is compared with what
/// this one reads.
/// </summary>
public sealed class ReleasedBytesTests
{
    private const string BytesFile = "bytes.txt";

    private static readonly Serializer Serializer = StoredForm.Serializer;

    public static TheoryData<string> Versions => ReleasedVersion.All;

    [Theory]
    [MemberData(nameof(Versions))]
    public void Everything_that_a_released_version_wrote_is_read_with_all_that_it_held(string version)
    {
        ReleasedVersion.RecordIfAsked(BytesFile, () => WireType.All.Values.OrderBy(static type => type.Alias, StringComparer.Ordinal).Select(type => Line(type, AllMembers())));
        var text = new WireText(ReleasedVersion.Members(version));
        var lines = ReleasedVersion.Read(version, BytesFile);

        Assert.Equal(ReleasedVersion.Members(version).Keys.Order(StringComparer.Ordinal), lines.Select(static line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.All(lines, line =>
        {
            var parts = line.Split(' ', 3);

            // As an object: the bytes name the type by its alias.
            Assert.Equal(parts[2], text.Of(Serializer.Deserialize<object>(Convert.FromHexString(parts[1]))));
        });
    }

    [Fact]
    public void A_sample_has_something_in_every_member()
    {
        var text = new WireText(AllMembers());

        Assert.All(WireType.All.Values.Where(static type => type.Type != typeof(ProgressRecord)), type => Assert.DoesNotMatch("=(null|0|False|''|)[;}]", text.Of(WireSample.Of(type))));
    }

    private static string Line(WireType type, IReadOnlyDictionary<string, HashSet<uint>> members)
    {
        var bytes = Serializer.SerializeToArray(WireSample.Of(type));
        return $"{type.Alias} {Convert.ToHexStringLower(bytes)} {new WireText(members).Of(Serializer.Deserialize<object>(bytes))}";
    }

    private static Dictionary<string, HashSet<uint>> AllMembers() => WireType.All.ToDictionary(static one => one.Key, static one => one.Value.Members.Select(static member => member.Id).ToHashSet());
}
