using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>
/// The <c>Memory</c> store of a cluster. Orleans' own spreads the two records of a session over two silos and takes any version when the one that it should
/// replace is lost: after a crash a session could answer on half of its state. Here it is whole or gone, and a grain that still holds a lost one
/// learns so at its next write.
/// </summary>
internal sealed class VaultStorage(IGrainFactory grains, OrleansGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    /// <summary>Enough to spread over the silos and cores of any development cluster.</summary>
    private const uint Vaults = 256;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await VaultOf(grainId).Read(Key(stateName, grainId));
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record is not null;
        grainState.State = record is null ? activators.GetActivator<T>().Create() : serializer.Deserialize<T>(record.Content);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Serialized before the first await: the session goes on changing while its record is on the way.
        var content = serializer.Serialize(grainState.State).ToArray();
        grainState.ETag = await VaultOf(grainId).Write(Key(stateName, grainId), content, grainState.ETag) ?? throw Conflict(stateName, grainId);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!await VaultOf(grainId).Clear(Key(stateName, grainId), grainState.ETag))
            throw Conflict(stateName, grainId);

        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = activators.GetActivator<T>().Create();
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

    private static InconsistentStateException Conflict(string stateName, GrainId grainId) =>
        new($"The stored '{stateName}' of {grainId} is another version than expected, or was lost with its silo.");

    private ISessionVault VaultOf(GrainId grainId) => grains.GetGrain<ISessionVault>(grainId.GetUniformHashCode() % Vaults);
}
