using System.Text;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>Erasing sessions, and old content out of the files of the servers.</summary>
internal sealed partial class RedisSessionStore : IErasableStore
{
    private RedisStarts Starts => new(_database.Value, _partitions, _serviceId);

    public async ValueTask<StartPage> FindStartsAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken) =>
        await ExecuteAsync(_reading, _ => Starts.FindAsync(after, texts).WaitAsync(cancellationToken));

    public async ValueTask EraseAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = Encoding.UTF8.GetBytes(sessionId);
        var partition = _partitions[PartitionOf(session)];
        await ExecuteAsync(_writing, database => database.ScriptEvaluateAsync(
            RedisScripts.Erase,
            [partition.Deadlines, partition.Reports, partition.Reported(session), .. StoredRecordNames.All.Select(name => partition.Record(session, name))],
            [session]).WaitAsync(cancellationToken));
    }

    public async ValueTask EraseReportAsync(string cursor, int stream, CancellationToken cancellationToken)
    {
        var position = RedisReportCursor.Parse(cursor, Partitions, stream)[stream];
        await ExecuteAsync(_writing, database => database.StreamDeleteAsync(_partitions[stream].Reports, [position]).WaitAsync(cancellationToken));
    }

    public async ValueTask<string?> ForgetAsync(IReadOnlyList<ReadOnlyMemory<byte>>? texts, CancellationToken cancellationToken) =>
        await ExecuteAsync(_writing, async database =>
        {
            var left = new List<string?>();
            foreach (var partition in _partitions)
                left.Add(await RedisReportRewrite.RewriteAsync(database, partition));

            left.Add(await RedisFiles.RewriteAsync(database.Multiplexer, cancellationToken));
            return left.Any(static one => one is not null) ? string.Join(' ', left.Where(static one => one is not null)) : null;
        });
}
