using SessionGrains.Rooms;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>Where images lie: in memory if there is room, as thousands are written, opened and synced.</summary>
internal static class ImageFolder
{
    private const string Memory = "/dev/shm";
    private const long Room = 1L << 30;

    private static readonly string Parent = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room ? Memory : Path.GetTempPath();

    public static string New() => Directory.CreateDirectory(Path.Combine(Parent, $"session-grains-image-{Guid.NewGuid():N}")).FullName;
}
