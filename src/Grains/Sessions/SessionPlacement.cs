using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using SessionGrains.Rooms;

namespace SessionGrains.Sessions;

/// <summary>
/// A session starts on the silo that was asked, while that has room: in a node, the process that has the request already. A session that must be loaded goes to a random
/// silo, so that those of a dead silo are spread, and not gathered where they are swept.
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
        return Task.FromResult(IsForHere(target, context) && silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[Random.Shared.Next(silos.Length)]);
    }

    private bool IsForHere(PlacementTarget target, IPlacementContext context) =>
        target.InterfaceType == _start && context.LocalSiloStatus == SiloStatus.Active && !process.ApplicationStopping.IsCancellationRequested && admission.CanStart;
}
