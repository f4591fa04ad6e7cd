using Orleans.Storage;
using SessionGrains.Stores;

namespace SessionGrains.Erasure;

/// <summary>What is stored of erasures, next to the sessions.</summary>
internal sealed class ErasureRecords(IGrainStorage storage) : IDisposable
{
    private const string QueueName = "erasures";
    private const string PartName = "erasure-part";
    private const string ReceiptName = "erasure";

    private static readonly GrainId QueueId = IdOf("queue");

    private readonly SemaphoreSlim _writing = new(1);
    private readonly GrainState<OpenErasures> _queue = new(new());

    public OpenErasures Queue => _queue.State!;

    public void Dispose() => _writing.Dispose();

    public async Task ReadQueue()
    {
        await storage.ReadStateAsync(QueueName, QueueId, _queue);
        if (!_queue.RecordExists)
        {
            _queue.State = new();
        }
    }

    /// <summary>Changes the queue; durable on return. Changes are made one after another.</summary>
    /// <exception cref="InconsistentStateException">Another process has written it.</exception>
    public async Task Change(Func<OpenErasures, OpenErasures> change)
    {
        await _writing.WaitAsync();
        try
        {
            var changed = new GrainState<OpenErasures>(change(Queue)) { ETag = _queue.ETag, RecordExists = _queue.RecordExists };
            await storage.WriteStateAsync(QueueName, QueueId, changed);
            (_queue.State, _queue.ETag, _queue.RecordExists) = (changed.State, changed.ETag, true);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>As <see cref="Change(Func{OpenErasures, OpenErasures})"/>, of one job.</summary>
    public Task Change(string id, Func<ErasureJob, ErasureJob> change) =>
        Change(queue => new([.. queue.Jobs.Select(job => job.Id == id ? change(job) : job)]));

    public async Task<FoundSession[]> ReadPart(string id, string name)
    {
        var part = new GrainState<ErasurePart>();
        await storage.ReadStateAsync(PartName, PartId(id, name), part);
        return part.RecordExists ? part.State!.Sessions : [];
    }

    /// <summary>The name must be the caller's alone, and nothing of what is stored under it may be erased yet: it is overwritten.</summary>
    public async Task WritePart(string id, string name, FoundSession[] sessions)
    {
        var part = new GrainState<ErasurePart>();
        await storage.ReadStateAsync(PartName, PartId(id, name), part);
        part.State = new(sessions);
        await storage.WriteStateAsync(PartName, PartId(id, name), part);
    }

    public async Task RemovePart(string id, string name)
    {
        var part = new GrainState<ErasurePart>();
        await storage.ReadStateAsync(PartName, PartId(id, name), part);
        if (part.RecordExists)
        {
            await storage.ClearStateAsync(PartName, PartId(id, name), part);
        }
    }

    public async Task<ErasureReceipt?> ReadReceipt(string id)
    {
        var done = new GrainState<CompletedErasure>();
        await storage.ReadStateAsync(ReceiptName, IdOf(id), done);
        return done.RecordExists ? done.State!.Receipt : null;
    }

    public async Task WriteReceipt(ErasureReceipt receipt)
    {
        var done = new GrainState<CompletedErasure>();
        await storage.ReadStateAsync(ReceiptName, IdOf(receipt.Id), done);
        if (!done.RecordExists)
        {
            done.State = new(receipt);
            await storage.WriteStateAsync(ReceiptName, IdOf(receipt.Id), done);
        }
    }

    private static GrainId PartId(string id, string name) => IdOf($"{id}:{name}");

    private static GrainId IdOf(string key) => GrainId.Create("eraser", "erasure:" + key);
}
