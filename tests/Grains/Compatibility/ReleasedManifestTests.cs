using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Files;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>The manifests that released versions wrote into folders of exports: a window that left before an update must not leave again.</summary>
public sealed class ReleasedManifestTests : IDisposable
{
    private const string ManifestFile = "manifest.json";

    private static readonly Manifest Written = new(
        1, "lake", 3, 9, "12", "19", 4, 1, [new("sessions/dt=2026-11-30/hour=07/000000000003-000000000009.parquet", "sessions", 6, 12_345, new string('a', 64))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-manifest-").FullName;

    public static TheoryData<string> Versions => ReleasedVersion.All;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_manifest_of_a_released_version_is_read_with_all_that_it_held(string version)
    {
        ReleasedVersion.RecordIfAsked(ManifestFile, static () => [Encoding.UTF8.GetString(Written.ToBytes())]);
        var (files, name) = (new DurableFolder(_folder), new ManifestName(Written.First, Written.Last));
        await files.WriteAsync(name.File, await File.ReadAllBytesAsync(ReleasedVersion.PathOf(version, ManifestFile)), default);

        var read = await Manifest.ReadAsync(files, name, default);

        Assert.Equal(Written.Files, read!.Files);
        Assert.Equal(Written with { Files = read.Files }, read);
    }
}
