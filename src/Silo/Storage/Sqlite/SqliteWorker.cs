using System.Collections.Concurrent;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>
/// A dedicated thread for SQLite, whose blocking calls would starve the grains' scheduler or the thread pool. It owns a connection, opened with the first job and again after every
/// failure, so it recovers from a full disk.
/// </summary>
/// <typeparam name="T">The connection with its prepared statements.</typeparam>
internal sealed class SqliteWorker<T> : IDisposable
    where T : class, IDisposable
{
    private const int Capacity = 20_000;

    private readonly BlockingCollection<Job> _jobs = new(Capacity);
    private readonly Func<T> _open;
    private readonly StoreAvailability _availability;
    private readonly Thread _thread;

    public SqliteWorker(string name, Func<T> open, StoreAvailability availability)
    {
        (_open, _availability) = (open, availability);
        _thread = new Thread(ProcessJobs) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <exception cref="StoreUnavailableException">SQLite failed, or too many jobs are queued.</exception>
    public Task<TResult> RunAsync<TResult>(Func<T, TResult> work)
    {
        var job = new Job<TResult>(work);
        try
        {
            return _jobs.TryAdd(job) ? job.Ended.Task : Refuse<TResult>("Too much work is waiting for the session store.");
        }
        catch (InvalidOperationException) when (_jobs.IsAddingCompleted)
        {
            return Refuse<TResult>("The session store is shutting down.");
        }
    }

    /// <summary>Finishes the queued jobs and closes the connection. May be called repeatedly.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
    }

    private static Task<TResult> Refuse<TResult>(string message) => Task.FromException<TResult>(new StoreUnavailableException(message));

    private void ProcessJobs()
    {
        T? database = null;
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            try
            {
                database ??= _open();
                job.Run(database);
                _availability.Succeeded();
            }
            catch (Exception e)
            {
                database?.Dispose();
                database = null;
                job.Fail(_availability.Failed(e));
            }
        }

        database?.Dispose();
    }

    private abstract class Job
    {
        public abstract void Run(T database);

        public abstract void Fail(Exception cause);
    }

    private sealed class Job<TResult>(Func<T, TResult> work) : Job
    {
        public TaskCompletionSource<TResult> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(T database) => Ended.SetResult(work(database));

        public override void Fail(Exception cause) => Ended.SetException(cause);
    }
}
