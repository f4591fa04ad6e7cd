using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections;

namespace SessionGrains.Silo.Clustering.Connections;

/// <summary>
/// Closes a connection of the cluster when sent data is not acknowledged for 10 s. By default Linux retransmits for a quarter of an hour, doubling the pauses: after
/// a network outage of a minute, a connection with all its calls stays silent for up to another minute.
/// </summary>
internal static class AcknowledgementTimeout
{
    /// <summary>Longer than a merely busy machine stays silent: the kernel acknowledges, not the process.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int Tcp = 6;

    /// <summary><c>TCP_USER_TIMEOUT</c> of tcp(7), in milliseconds.</summary>
    private const int UserTimeout = 18;

    /// <summary>Applies to Orleans' connections, which do not expose their socket; does nothing for others.</summary>
    public static void Apply(ConnectionContext connection)
    {
        if (OperatingSystem.IsLinux() && SocketOf(connection.GetType())?.GetValue(connection) is Socket socket)
            Apply(socket);
    }

    public static void Apply(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes((int)Timeout.TotalMilliseconds));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is closed already.
        }
    }

    public static FieldInfo? SocketOf(Type connection) => connection.GetField("_socket", BindingFlags.Instance | BindingFlags.NonPublic);
}
