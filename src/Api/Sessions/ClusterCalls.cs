using SessionGrains.Api.Hosting;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Sessions;

/// <summary>Asks a grain of the cluster that has the key 0, such as a reader, in time for an operator's request.</summary>
internal sealed class ClusterCalls(IGrainFactory grains, ClusterReach reach, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4.5);

    /// <exception cref="ClusterUnavailableException">The cluster is not reached, or it does not answer in time.</exception>
    public async Task<T> Ask<TGrain, T>(Func<TGrain, Task<T>> query)
        where TGrain : IGrainWithIntegerKey
    {
        if (!reach.IsReached)
            throw new ClusterUnavailableException(new TimeoutException("The cluster is not reached."));

        try
        {
            return await query(grains.GetGrain<TGrain>(0)).WaitAsync(Timeout, time);
        }
        catch (Exception e) when (SessionCalls.IsTransient(e))
        {
            throw new ClusterUnavailableException(e);
        }
    }
}
