using System.Security.Cryptography;
using Orleans.Runtime;

namespace SessionGrains.Stores.Tests;

/// <summary>A session as its grain would read and write it.</summary>
internal sealed class TestSession
{
    private static readonly GrainType Type = GrainType.Create("session");

    public string Id { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public GrainId GrainId => GrainId.Create(Type, Id);

    public GrainState<TestRecord> Progress { get; } = new() { State = new TestRecord() };

    public TestRecord Record => Progress.State!;

    public Task WriteAsync(IGrainStorage storage, string content) => WriteAsync(storage, System.Text.Encoding.UTF8.GetBytes(content));

    public Task WriteAsync(IGrainStorage storage, byte[] content)
    {
        Record.Content = content;
        return storage.WriteStateAsync(StoredRecordNames.Progress, GrainId, Progress);
    }

    public Task ClearAsync(IGrainStorage storage) => storage.ClearStateAsync(StoredRecordNames.Progress, GrainId, Progress);

    /// <summary>What another activation of the same session would find.</summary>
    public async Task<GrainState<TestRecord>> ReadAsync(IGrainStorage storage)
    {
        var found = new GrainState<TestRecord>();
        await storage.ReadStateAsync(StoredRecordNames.Progress, GrainId, found);
        return found;
    }

    public async Task<string?> ReadContentAsync(IGrainStorage storage) =>
        await ReadAsync(storage) is { RecordExists: true } found ? System.Text.Encoding.UTF8.GetString(found.State!.Content) : null;

    /// <summary>A second activation that knows what this one knows.</summary>
    public TestSession Twin()
    {
        var twin = new TestSession { Id = Id };
        twin.Progress.ETag = Progress.ETag;
        twin.Progress.RecordExists = Progress.RecordExists;
        return twin;
    }
}
