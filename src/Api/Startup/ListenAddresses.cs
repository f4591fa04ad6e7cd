using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Startup;

/// <summary>Checks before the start whether the configured addresses are free: Kestrel finds out last and logs two stack traces.</summary>
internal static class ListenAddresses
{
    /// <summary>Listen address when none is configured.</summary>
    public const string DefaultUrl = "http://localhost:8080";

    /// <exception cref="StartRefusedException">An address is in use or not permitted.</exception>
    public static void RefuseTakenAddresses(this WebApplication app)
    {
        // Test servers do not listen.
        if (app.Services.GetRequiredService<IServer>().GetType().Assembly != typeof(KestrelServer).Assembly)
            return;

        RefuseTaken(app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "");
    }

    /// <exception cref="StartRefusedException">An address of the list, separated by semicolons, is malformed, in use or not permitted.</exception>
    public static void RefuseTaken(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            foreach (var endpoint in EndpointsOf(url))
                RefuseTaken(url, endpoint);
        }
    }

    private static IEnumerable<IPEndPoint> EndpointsOf(string url)
    {
        var address = Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            return [];

        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }.Where(IsSupported).Select(ip => new IPEndPoint(ip, address.Port));

        // Kestrel listens on all addresses for any host name.
        return IPAddress.TryParse(address.Host, out var ip) ? [new IPEndPoint(ip, address.Port)] : [new IPEndPoint(IPAddress.Any, address.Port)];
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            // Parse reads http://localhost:8080x as a host of that name, port 80.
            if (BindingAddress.Parse(url) is var address && !(address.Host.Contains(':') && !IPAddress.TryParse(address.Host, out _)))
                return address;
        }
        catch (FormatException)
        {
            // Reported below.
        }

        throw new StartRefusedException($"'{url}' is not an address to listen on: set --urls to something like {DefaultUrl}.");
    }

    private static bool IsSupported(IPAddress ip) => ip.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6;

    private static void RefuseTaken(string url, IPEndPoint endpoint)
    {
        try
        {
            using var probe = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(endpoint);
            probe.Listen();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartRefusedException($"{url} is in use by another process: stop it, or listen elsewhere with --urls http://localhost:8081.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new StartRefusedException($"{url} is not allowed for this user: listen on a port from 1024 up with --urls {DefaultUrl}.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && !IPAddress.IsLoopback(endpoint.Address))
        {
            throw new StartRefusedException($"{url} is not an address of this machine: listen on one that it has, such as --urls {DefaultUrl}.", e);
        }
        catch (SocketException)
        {
            // No IPv4 or no IPv6, of which Kestrel takes what there is.
        }
    }
}
