using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace SessionGrains.Grains.Tests;

/// <summary>A session store in this process that counts, and that a test can hold, let fail, or make slow.</summary>
internal sealed class ControlledStorage(Serializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Id), (byte[] Data, int Version)> _records = new();

    public int Reads;
    public int Writes;

    /// <summary>Writes wait for it; null lets them through.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Writes fail with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Released once for each write that has begun.</summary>
    public SemaphoreSlim Began { get; } = new(0);

    public int Count => _records.Count;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref Reads);
        grainState.RecordExists = _records.TryGetValue((stateName, grainId), out var record);
        grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(record.Data) : Activator.CreateInstance<T>();
        grainState.ETag = grainState.RecordExists ? record.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = serializer.SerializeToArray(grainState.State);
        Interlocked.Increment(ref Writes);
        Began.Release();
        await (Gate?.Task ?? Task.CompletedTask);
        if (Failure is { } failure)
        {
            throw failure;
        }

        var version = _records.TryGetValue((stateName, grainId), out var stored) ? stored.Version : 0;
        if ((grainState.ETag ?? "0") != version.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new InconsistentStateException("Version conflict", version.ToString(System.Globalization.CultureInfo.InvariantCulture), grainState.ETag ?? "none");
        }

        _records[(stateName, grainId)] = (data, version + 1);
        grainState.ETag = (version + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove((stateName, grainId), out _);
        grainState.RecordExists = false;
        grainState.ETag = null;
        return Task.CompletedTask;
    }
}
