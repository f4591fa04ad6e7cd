using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using SessionGrains.Rooms;

namespace SessionGrains.Sessions;

/// <summary>
/// A session that a node starts (<see cref="ISessionStart"/>) begins in its own process, while that has room. All others go to a random silo: those that a front door starts, because
/// its Orleans client keeps to the gateways that it knows and would leave out a silo that joined later; and those that must be loaded, so that the sessions of a dead silo are spread, and
/// not gathered where they are swept.
/// </summary>
[Serializable, GenerateSerializer, Immutable, SuppressReferenceTracking]
internal sealed class SessionPlacement : PlacementStrategy;

/// <summary>Places a grain as <see cref="SessionPlacement"/> does.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SessionPlacementAttribute() : PlacementAttribute(new SessionPlacement());

/// <summary>Chooses the silo of a session that is in no memory.</summary>
internal sealed class SessionPlacementDirector(GrainInterfaceTypeResolver interfaces, Admission admission, IHostApplicationLifetime process) : IPlacementDirector
{
    private readonly GrainInterfaceType _start = interfaces.GetGrainInterfaceType(typeof(ISessionStart));

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } migratesTo)
        {
            return Task.FromResult(migratesTo);
        }

        return Task.FromResult(target.InterfaceType == _start && silos.Contains(context.LocalSilo) ? ForStart(silos, context.LocalSilo) : AnyOf(silos));
    }

    private SiloAddress ForStart(SiloAddress[] silos, SiloAddress here)
    {
        if (admission.CanStart && !process.ApplicationStopping.IsCancellationRequested)
        {
            return here;
        }

        return silos.Length == 1 ? here : AnyOf([.. silos.Where(silo => !silo.Equals(here))]);
    }

    private static SiloAddress AnyOf(SiloAddress[] silos) => silos[Random.Shared.Next(silos.Length)];
}
