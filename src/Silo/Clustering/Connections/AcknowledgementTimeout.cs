using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections;

namespace SessionGrains.Silo.Clustering.Connections;

/// <summary>
/// Ends a connection of the cluster when what was sent on it is not acknowledged for 10 s. By itself Linux sends again after twice as long each time, for a
/// quarter of an hour: when a network that was cut for a minute is healed, such a connection stays silent for up to another minute, with all calls on it.
/// </summary>
internal static class AcknowledgementTimeout
{
    /// <summary>Longer than a machine that is only busy stays silent: acknowledging is the system's work, not the process'.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int Tcp = 6;

    /// <summary><c>TCP_USER_TIMEOUT</c> of tcp(7), in milliseconds.</summary>
    private const int UserTimeout = 18;

    /// <summary>Applies to connections of Orleans, which shows nobody their socket; to others nothing is done.</summary>
    public static void Apply(ConnectionContext connection)
    {
        if (OperatingSystem.IsLinux() && SocketOf(connection.GetType())?.GetValue(connection) is Socket socket)
            Apply(socket);
    }

    public static void Apply(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes((int)Longest.TotalMilliseconds));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    public static FieldInfo? SocketOf(Type connection) => connection.GetField("_socket", BindingFlags.Instance | BindingFlags.NonPublic);
}
