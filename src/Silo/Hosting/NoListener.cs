using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Replaces the listeners of an embedded silo: nobody else belongs to its cluster, so it does not listen. That avoids port conflicts (also between silos in one
/// test process) and an unauthenticated Orleans port on the machine.
/// </summary>
internal sealed class NoListener : IConnectionListenerFactory
{
    public static void ReplaceListeners(IServiceCollection services)
    {
        var listeners = services.Where(service => service.ServiceType == typeof(IConnectionListenerFactory) && service.IsKeyedService).ToArray();
        foreach (var listener in listeners)
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, new NoListener());
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new IdleListener(endpoint));

    /// <summary>Accepts nothing until it is closed.</summary>
    private sealed class IdleListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_closed.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _closed.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
