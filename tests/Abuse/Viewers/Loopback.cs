using System.Net;

namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>Addresses of clients. All of 127.0.0.0/8 is this machine, so everybody can come from an address of their own, as on the internet.</summary>
internal static class Loopback
{
    public static IPAddress Operator { get; } = new([127, 0, 3, 1]);

    public static IPAddress Honest(int number) => new([127, 0, 1, (byte)(number + 1)]);

    public static IPAddress Hostile(int number) => new([127, 0, 2, (byte)(number + 1)]);
}
