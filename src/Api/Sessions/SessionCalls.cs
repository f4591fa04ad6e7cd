using System.Security.Cryptography;
using Orleans.Runtime;
using Polly;
using SessionGrains.Api.Hosting;
using SessionGrains.Reports;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;

namespace SessionGrains.Api.Sessions;

/// <summary>
/// Calls session grains within the time that clients wait (docs/protocol.md#3-answers-that-are-promises). A silo that just died rejects calls until the others have
/// declared it dead, some seconds later, so calls are retried with pauses as long as the response can be in time.
/// </summary>
/// <remarks>
/// Retries are safe. <c>Track</c>: the fingerprint makes the second one a duplicate. <c>SubmitDownloaded</c>: the id is a hash of the content. <c>Start</c>: each attempt
/// uses a new id, because the previous one may have been stored; nobody knows that session, and it closes as idle.
/// </remarks>
internal sealed class SessionCalls(ISessions sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>From the first attempt to giving up; the rest of the 5 s is for reading, writing and the network.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// Timeout of one attempt: a call in flight to a silo that is killed never returns, and a second attempt still fits. Longer than a busy store takes, or
    /// retries would keep it busy.
    /// </summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2.5);

    /// <summary>A first attempt that begins later than this needs its own timer: Orleans' timeout of the call (2 s) fires up to a second late.</summary>
    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(1);

    private const int MinPauseMs = 200;
    private const int MaxPauseMs = 500;

    /// <summary>Opens a session and returns its id.</summary>
    /// <param name="request">Its sessionStart.</param>
    /// <param name="began">When the request was complete (<see cref="Now"/>). Calls end within <see cref="TotalTimeout"/> of that, however long the request waited.</param>
    /// <exception cref="StoreUnavailableException">The session could not be stored.</exception>
    /// <exception cref="ClusterUnavailableException">No silo answered in time.</exception>
    public async Task<string> Start(StartRequest request, long began)
    {
        if (time.GetElapsedTime(began) > SlowStart)
            return await WithRetries(request, StartOne, began);

        try
        {
            return await StartOne(sessions, request);
        }
        catch (Exception e) when (IsTransient(e))
        {
            return await Retry(request, StartOne, began, e);
        }
    }

    /// <summary>The current timestamp, for the <c>began</c> parameters.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Whether so much time has passed that a call which began now could be answered too late.</summary>
    /// <inheritdoc cref="Start"/>
    public bool IsLate(long began) => time.GetElapsedTime(began) > TotalTimeout - AttemptTimeout;

    /// <summary>Applies an event to a session. The first attempt needs no timer: Orleans' own timeout is about as long.</summary>
    /// <inheritdoc cref="Start"/>
    public async Task<TrackVerdict> Track(IdSpan id, PlayerEvent playerEvent, long began)
    {
        try
        {
            return (sessions.Local is { } local ? await local.Track(id, playerEvent) : null) ?? await sessions.Of(id).Track(playerEvent);
        }
        catch (Exception e) when (IsTransient(e))
        {
            return await Retry((id, playerEvent), static (sessions, call) => sessions.Of(call.id).Track(call.playerEvent).AsTask(), began, e);
        }
    }

    /// <inheritdoc cref="Start"/>
    public Task<string> SubmitDownloaded(string id, StartRequest request, PlayerEvent[] events, long began) =>
        WithRetries((id, request, events), static async (sessions, call) =>
        {
            await sessions.New(call.id).SubmitDownloaded(call.request, call.events);
            return call.id;
        }, began);

    /// <summary>The session, or null when there is none.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionView?> Read(string id) => WithRetries(id, static (sessions, id) => sessions.Of(id).Read());

    /// <summary>The session with its journal, or null when there is none.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionView?> ReadWithJournal(string id) => WithRetries(id, static (sessions, id) => sessions.Of(id).ReadWithJournal());

    /// <summary>Changes of a session since a watch cursor, or null when there is no such session.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionUpdate?> Watch(string id, WatchCursor? seen, TimeSpan patience) =>
        WithRetries((id, seen, patience), static (sessions, call) => sessions.Of(call.id).Watch(call.seen, call.patience));

    /// <summary>Finds sessions by media id, visitor id, time and status.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<FoundSessions> Find(SessionQuery query) => WithRetries(query, static (sessions, query) => sessions.Finder.Find(query));

    /// <summary>The reports after a cursor, oldest first.</summary>
    /// <exception cref="FormatException">The cursor is malformed.</exception>
    /// <inheritdoc cref="Start"/>
    public Task<SessionReport[]> ReadReports(string? after, int limit) =>
        WithRetries((after, limit), static (sessions, query) => sessions.Reports.Read(query.after, query.limit));

    /// <summary>The report at a cursor of a stream; null if it was removed.</summary>
    /// <inheritdoc cref="ReadReports"/>
    public Task<SessionReport?> ReadReportAgain(string cursor, int stream) =>
        WithRetries((cursor, stream), static (sessions, query) => sessions.Reports.ReadAgain(query.cursor, query.stream));

    private static async Task<string> StartOne(ISessions sessions, StartRequest request)
    {
        var id = SessionId.Create();
        await sessions.New(id).Start(request);
        return id;
    }

    private async Task<TResult> Retry<TArgument, TResult>(TArgument argument, Func<ISessions, TArgument, Task<TResult>> call, long began, Exception failure)
    {
        await Pause(began, failure);
        return await WithRetries(argument, call, began);
    }

    private Task<TResult> WithRetries<TArgument, TResult>(TArgument argument, Func<ISessions, TArgument, Task<TResult>> call) =>
        WithRetries(argument, call, time.GetTimestamp());

    private async Task<TResult> WithRetries<TArgument, TResult>(TArgument argument, Func<ISessions, TArgument, Task<TResult>> call, long began)
    {
        while (true)
        {
            try
            {
                var left = Left(began);
                return await call(sessions, argument).WaitAsync(left < AttemptTimeout ? left : AttemptTimeout, time);
            }
            catch (Exception e) when (IsTransient(e))
            {
                await Pause(began, e);
            }
        }
    }

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="ClusterUnavailableException">No time is left for one.</exception>
    private async Task Pause(long began, Exception failure)
    {
        var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(MinPauseMs, MaxPauseMs));
        if (pause >= Left(began))
            throw new ClusterUnavailableException(failure);

        await Task.Delay(pause, time);
    }

    private TimeSpan Left(long began)
    {
        var left = TotalTimeout - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>
    /// Whether a retry may succeed. Orleans' exceptions are all about reaching the grain, not about what it did: dead silos, rejected messages, a lost race of two
    /// activations (InconsistentStateException; the loser is gone). A cancellation means a silo gave up looking the session up in a dead silo's directory, since
    /// nothing here cancels calls. Polly's exception means that no silo was found for the session in time.
    /// </summary>
    public static bool IsTransient(Exception e) => e is OrleansException or TimeoutException or OperationCanceledException or ExecutionRejectedException;
}
