using System.Security.Cryptography;
using Orleans.Runtime;
using Polly;
using SessionGrains.Api.Hosting;
using SessionGrains.Messages;
using SessionGrains.Reports;
using SessionGrains.Sessions.Search;
using SessionGrains.Sessions.Watching;
using SessionGrains.Stores;

namespace SessionGrains.Api.Sessions;

/// <summary>
/// Calls session grains within the time a client waits (decisions.md section 3). A silo that just died rejects calls at once until the others
/// have declared it dead, some seconds later: so calls are repeated with pauses for as long as the answer may still be in time.
/// </summary>
/// <remarks>
/// Repeating is safe. <c>Track</c>: the fingerprint makes the second one a duplicate. <c>SubmitDownloaded</c>: the id is the content. <c>Start</c>: every
/// attempt has an id of its own, because the former may have been stored; such a stray was never told to anybody and closes as idle.
/// </remarks>
internal sealed class SessionCalls(ISessions sessions, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>From the first attempt to giving up; the rest of the 5 s is for reading, writing and the network.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// What one attempt may take: a call that was on its way to a silo when that was killed is never answered, and a second one still fits in.
    /// Longer than a busy store takes, or the repetitions would keep it busy.
    /// </summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2.5);

    /// <summary>A first attempt that begins later needs a timer of its own: Orleans gives a call up in the third second.</summary>
    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(1);

    private const int ShortestPauseMs = 200;
    private const int LongestPauseMs = 500;

    /// <summary>Opens a session and returns its id.</summary>
    /// <param name="request">Its sessionStart.</param>
    /// <param name="began">When the request was there (<see cref="Now"/>): it is answered within <see cref="TotalTimeout"/> of that, however long it waited meanwhile.</param>
    /// <exception cref="StoreUnavailableException">It could not be stored.</exception>
    /// <exception cref="ClusterUnavailableException">No silo took it in time.</exception>
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

    /// <summary>For <see cref="Start"/> and the like: when a call began.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Has the session take an event. The first attempt needs no timer here: Orleans gives it up about when an attempt is.</summary>
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
            await sessions.Of(call.id).SubmitDownloaded(call.request, call.events);
            return call.id;
        }, began);

    /// <summary>The session, or null when there is none.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionView?> Read(string id) => WithRetries(id, static (sessions, id) => sessions.Of(id).Read());

    /// <summary>The session with its journal, or null when there is none.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionView?> ReadWithJournal(string id) => WithRetries(id, static (sessions, id) => sessions.Of(id).ReadWithJournal());

    /// <summary>What a watcher has not seen of a session, or null when there is none.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<SessionNews?> Watch(string id, WatchCursor? seen, TimeSpan patience) =>
        WithRetries((id, seen, patience), static (sessions, call) => sessions.Of(call.id).Watch(call.seen, call.patience));

    /// <summary>Sessions by what a person knows of them.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<FoundSessions> Find(SessionQuery query) => WithRetries(query, static (sessions, query) => sessions.Finder.Find(query));

    /// <summary>The reports after a cursor, oldest first.</summary>
    /// <exception cref="FormatException">It is no cursor.</exception>
    /// <inheritdoc cref="Start"/>
    public Task<SessionReport[]> ReadReports(string? after, int limit) =>
        WithRetries((after, limit), static (sessions, query) => sessions.Reports.Read(query.after, query.limit));

    private static async Task<string> StartOne(ISessions sessions, StartRequest request)
    {
        var id = SessionId.Create();
        await sessions.Of(id).Start(request);
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

    /// <summary>The pause before the next attempt.</summary>
    /// <exception cref="ClusterUnavailableException">There is no time left for one.</exception>
    private async Task Pause(long began, Exception failure)
    {
        var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(ShortestPauseMs, LongestPauseMs));
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
    /// Orleans' exceptions all tell of the way to the grain, not of what the grain did: dead silos, rejected messages, a lost race of two
    /// activations (InconsistentStateException, the loser is gone by then). So does a cancellation, for nothing here cancels a call: a silo gave up
    /// looking for the session in the directory of one that died. And so does Polly's: it found no silo for the session in time.
    /// </summary>
    public static bool IsTransient(Exception e) => e is OrleansException or TimeoutException or OperationCanceledException or ExecutionRejectedException;
}
