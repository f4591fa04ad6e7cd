namespace SessionGrains.Abuse.Tests;

/// <summary>Clients by their addresses. All of 127.0.0.0/8 is this machine, so each can come from its own address, as on the internet.</summary>
internal static class Loopback
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static IPAddress Operator { get; } = new([127, 0, 3, 1]);

    public static IPAddress Honest(int number) => new([127, 0, 1, (byte)(number + 1)]);

    public static IPAddress Hostile(int number) => new([127, 0, 2, (byte)(number + 1)]);

    /// <summary>The service as a client with this address reaches it.</summary>
    public static TrackingServer Reach(int port, IPAddress from) => new([port], Patience, from: from);

    /// <summary>Opens a session and returns its path; null when it was refused.</summary>
    public static async Task<string?> OpenAsync(this TrackingServer server, string start) => (await server.PostAsync(TrackingServer.Sessions, EventText.Utf8(start))).Location;

    /// <summary>Sends an event and returns the code of its answer.</summary>
    public static async Task<int> SendAsync(this TrackingServer server, string session, string body) => (await server.PostAsync(session + "/events", EventText.Utf8(body))).Code;
}
