using System.Net;
using Microsoft.AspNetCore.Connections;

namespace SessionGrains.Silo.Clustering.Connections;

/// <summary>Applies <see cref="AcknowledgementTimeout"/> to every connection between processes of the cluster, made or accepted.</summary>
internal static class ClusterConnections
{
    public static void ApplyTimeouts(IServiceCollection services)
    {
        Wrap<IConnectionFactory>(services, static inner => new Factory(inner));
        Wrap<IConnectionListenerFactory>(services, static inner => new ListenerFactory(inner));
    }

    private static void Wrap<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        foreach (var orleans in services.Where(static service => service.ServiceType == typeof(T) && service.IsKeyedService).ToArray())
        {
            services.Remove(orleans);
            services.AddKeyedSingleton(orleans.ServiceKey, (provider, key) => wrap(Make<T>(orleans, provider, key)));
        }
    }

    private static T Make<T>(ServiceDescriptor service, IServiceProvider provider, object? key) => (T)(
        service.KeyedImplementationInstance
        ?? service.KeyedImplementationFactory?.Invoke(provider, key)
        ?? ActivatorUtilities.CreateInstance(provider, service.KeyedImplementationType!));

    private sealed class Factory(IConnectionFactory inner) : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var connection = await inner.ConnectAsync(endpoint, cancellationToken);
            AcknowledgementTimeout.Apply(connection);
            return connection;
        }
    }

    private sealed class ListenerFactory(IConnectionListenerFactory inner) : IConnectionListenerFactory
    {
        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new Listener(await inner.BindAsync(endpoint, cancellationToken));
    }

    private sealed class Listener(IConnectionListener inner) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is not null)
                AcknowledgementTimeout.Apply(connection);
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
