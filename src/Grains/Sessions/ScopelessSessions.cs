using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace SessionGrains.Sessions;

/// <summary>
/// Activates sessions as Orleans does, but without a service scope of their own: a session takes singletons only, and a scope for each of a million is 128 MB
/// and part of every sessionStart. All other grains keep theirs.
/// </summary>
internal sealed class ScopelessSessions(IGrainContextActivatorProvider orleans) : IGrainContextActivatorProvider
{
    /// <summary>Puts it before the provider that Orleans has registered, which it uses itself with other services.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var orleans = services.Last(static service => service.ServiceType == typeof(IGrainContextActivatorProvider)).ImplementationType
            ?? throw new InvalidOperationException("Orleans makes its activations otherwise than this was written for.");
        services.Insert(0, ServiceDescriptor.Singleton<IGrainContextActivatorProvider>(provider =>
            new ScopelessSessions((IGrainContextActivatorProvider)ActivatorUtilities.CreateInstance(new SharedServices(provider, ScopedOf(services)), orleans))));
    }

    public bool TryGet(GrainType grainType, [NotNullWhen(true)] out IGrainContextActivator? activator)
    {
        activator = null;
        return grainType == SessionGrain.Type && orleans.TryGet(grainType, out activator);
    }

    private static HashSet<Type> ScopedOf(IServiceCollection services) =>
        [.. services.Where(static service => service.Lifetime == ServiceLifetime.Scoped && !service.IsKeyedService).Select(static service => service.ServiceType)];

    /// <summary>
    /// The silo's services, which are their own scope: opening one gives the same again, and closing it does nothing. What is of a scope they refuse, or all
    /// sessions would share what was made for the first.
    /// </summary>
    private sealed class SharedServices(IServiceProvider silo, HashSet<Type> scoped) : IKeyedServiceProvider, IServiceScopeFactory, IServiceScope
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) =>
            serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceScopeFactory) ? this
            : scoped.Contains(serviceType) ? throw new InvalidOperationException($"A session has no service scope, and {serviceType} is of one.")
            : silo.GetService(serviceType);

        public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)silo).GetKeyedService(serviceType, serviceKey);

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
            ((IKeyedServiceProvider)silo).GetRequiredKeyedService(serviceType, serviceKey);

        public IServiceScope CreateScope() => this;

        public void Dispose()
        {
        }
    }
}
