using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Startup;

/// <summary>Looks whether the configured addresses are free before anything starts: Kestrel finds out last and tells it with two stack traces.</summary>
internal static class ListenAddresses
{
    /// <summary>Where a front door listens when nobody says where.</summary>
    public const string DefaultUrl = "http://localhost:8080";

    /// <exception cref="StartRefusedException">An address is taken or not ours to listen on.</exception>
    public static void RefuseTakenAddresses(this WebApplication app)
    {
        // Test servers listen nowhere.
        if (app.Services.GetRequiredService<IServer>().GetType().Assembly != typeof(KestrelServer).Assembly)
            return;

        RefuseTaken(app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "");
    }

    /// <exception cref="StartRefusedException">An address of the list, parted by semicolons, is none, taken or not ours to listen on.</exception>
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

        // Kestrel takes every name that is no address as any address.
        return IPAddress.TryParse(address.Host, out var ip) ? [new IPEndPoint(ip, address.Port)] : [new IPEndPoint(IPAddress.Any, address.Port)];
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            // It takes http://localhost:8080x for a host of that name, port 80.
            if (BindingAddress.Parse(url) is var address && !(address.Host.Contains(':') && !IPAddress.TryParse(address.Host, out _)))
                return address;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new StartRefusedException($"'{url}' is no address to listen on: set --urls to something like {DefaultUrl}.");
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
        catch (SocketException)
        {
            // No IPv6 here, or no such address: Kestrel decides what that means.
        }
    }
}
