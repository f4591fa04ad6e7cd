using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace SessionGrains.Sessions;

/// <summary>
/// Activates sessions as Orleans does, but without a service scope of their own: a session takes singletons only, and a scope for each of a million is 168 MB
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
            new ScopelessSessions((IGrainContextActivatorProvider)ActivatorUtilities.CreateInstance(new SharedServices(provider), orleans))));
    }

    public bool TryGet(GrainType grainType, [NotNullWhen(true)] out IGrainContextActivator? activator)
    {
        activator = null;
        return grainType == SessionGrain.Type && orleans.TryGet(grainType, out activator);
    }

    /// <summary>The silo's services, which are their own scope: opening one gives the same again, and closing it does nothing.</summary>
    private sealed class SharedServices(IServiceProvider silo) : IKeyedServiceProvider, IServiceScopeFactory, IServiceScope
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) =>
            serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceScopeFactory) ? this : silo.GetService(serviceType);

        public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)silo).GetKeyedService(serviceType, serviceKey);

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
            ((IKeyedServiceProvider)silo).GetRequiredKeyedService(serviceType, serviceKey);

        public IServiceScope CreateScope() => this;

        public void Dispose()
        {
        }
    }
}
