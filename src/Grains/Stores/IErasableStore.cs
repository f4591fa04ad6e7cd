namespace SessionGrains.Stores;

/// <summary>A session store out of which sessions can be erased, so that nothing of them is left in its files either (docs/privacy.md). Stores in memory are none.</summary>
public interface IErasableStore
{
    /// <summary>
    /// Looks for texts in the starts of the stored sessions, some of them at a time, so that nobody waits for it. Whoever goes on until <see cref="StartPage.Next"/> is null has seen all sessions that were there
    /// from the first call to the last, some perhaps twice.
    /// </summary>
    /// <param name="after">The <see cref="StartPage.Next"/> of the page before; null for the first. Of no use after the process has ended.</param>
    /// <param name="texts">At least one, in UTF-8, each at least one byte.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer, or no longer knows the place: begin anew.</exception>
    ValueTask<StartPage> FindStartsAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken = default);

    /// <summary>Erases all records of a session, readable or not, its report and its entry in the deadline index; durable on return. Does nothing if there are none.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask EraseAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Erases an entry of the report log; its cursor stays valid. Does nothing if it is gone.</summary>
    /// <param name="cursor">Its <c>ReportEntry.Cursor</c>.</param>
    /// <param name="stream">Its <c>ReportEntry.Stream</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask EraseReportAsync(string cursor, int stream, CancellationToken cancellationToken = default);

    /// <summary>Makes the store's files forget what was erased or overwritten: free pages, logs, snapshots. May take minutes.</summary>
    /// <param name="texts">Texts, in UTF-8, that were erased: a store that can look into its files saves work where none is left. Null if they are not known any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is left to do for whoever runs the server, in a sentence; null for nothing.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer, or could not do it now.</exception>
    ValueTask<string?> ForgetAsync(IReadOnlyList<ReadOnlyMemory<byte>>? texts, CancellationToken cancellationToken = default);
}

/// <summary>Some of the stored sessions.</summary>
/// <param name="Found">Those whose start has one of the texts.</param>
/// <param name="Unreadable">How many starts are damaged and have none of them: it is not known whose they are.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record StartPage(IReadOnlyList<FoundStart> Found, int Unreadable, string? Next);

/// <summary>A session that was found.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="Record">Its start record as stored, with the checksum.</param>
/// <param name="IsOpen">Whether it is in the deadline index.</param>
/// <param name="HasReport">Whether it has a report.</param>
public readonly record struct FoundStart(string SessionId, ReadOnlyMemory<byte> Record, bool IsOpen, bool HasReport);
