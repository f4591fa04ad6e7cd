using SessionGrains.Tracking;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>The numbers by which findings are stored, and the codes by which operators know them.</summary>
public sealed class ReleasedFindingsTests
{
    private const string FindingsFile = "findings.txt";

    public static TheoryData<string> Versions => ReleasedVersion.All;

    private static IEnumerable<string> Today => Enum.GetValues<FindingKind>().Select(static kind => $"{(byte)kind} {FindingCatalogue.Describe(new FindingEntry(kind, Count: 1, Ts: 0, Subject: ""), BoundedList.Ads).Code}");

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_finding_of_a_released_version_has_its_number_and_code(string version)
    {
        ReleasedVersion.RecordIfAsked(FindingsFile, static () => Today);

        Assert.Empty(ReleasedVersion.Read(version, FindingsFile).Except(Today));
    }
}
