using System.Globalization;
using System.Text;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Sqlite;

/// <summary>Erasing sessions, and old content out of the file.</summary>
internal sealed partial class SqliteSessionStore : IErasableStore
{
    private const int MostTries = 10;

    public async ValueTask<StartPage> FindStartsAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken)
    {
        var row = after is null ? long.MinValue : long.Parse(after, CultureInfo.InvariantCulture);
        return await ReadAsync(reader => reader.FindStarts(row, texts), cancellationToken);
    }

    public async ValueTask EraseAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = Encoding.UTF8.GetBytes(sessionId);
        await WriteAsync(writer => writer.Erase(session)).WaitAsync(cancellationToken);
    }

    public async ValueTask EraseReportAsync(string cursor, int stream, CancellationToken cancellationToken)
    {
        var position = NumberedReportCursor.Parse(cursor, stream);
        await WriteAsync(writer => writer.EraseReport(position)).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Free pages go to the disk and the log is emptied, in small steps between which sessions are stored. SQLite may leave a copy of a record where it once moved it from one page to another, so the file is
    /// then searched; only if a text is found is all of it written anew, for which writers wait.
    /// </summary>
    public async ValueTask<string?> ForgetAsync(IReadOnlyList<ReadOnlyMemory<byte>>? texts, CancellationToken cancellationToken)
    {
        await EmptyFreePagesAsync();
        if (texts is not null && !await HasAnyAsync(texts, cancellationToken))
            return null;

        // A write for which there is no space would take the last of it.
        var bytes = await Opened(_writer).RunAsync(static writer => writer.PageBytes);
        if (!Opened(_disk).HasSpaceFor(bytes, bytes))
            throw new StoreUnavailableException($"The disk has not the space to write the database anew: {2 * bytes >> 20} MiB.");

        await WriteAsync(static writer => writer.Rewrite());
        await EmptyFreePagesAsync();
        return texts is not null && await HasAnyAsync(texts, cancellationToken)
            ? "The database still has the text of the id: other sessions have it as something else, or the viewer has begun anew."
            : null;
    }

    private async Task EmptyFreePagesAsync()
    {
        // Sessions that are stored meanwhile free pages too, but no longer any of what was erased.
        var steps = await Opened(_writer).RunAsync(static writer => writer.FreePageSteps());
        while (steps-- > 0 && await Opened(_writer).RunAsync(static writer => writer.VacuumAll()))
        {
        }

        for (var tries = 0; !await Opened(_writer).RunAsync(static writer => writer.EmptyLog()); tries++)
        {
            if (tries == MostTries)
                throw new StoreUnavailableException("The log of the database could not be emptied: another process is reading it.");
        }
    }

    /// <summary>On Linux by the handle that locks the file: closing another one would release SQLite's own locks. On other systems that handle is of another file, so it is not known.</summary>
    private async Task<bool> HasAnyAsync(IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken) =>
        !OperatingSystem.IsLinux() || await FileSearch.HasAnyAsync(Opened(_lock).SafeFileHandle, texts, cancellationToken);
}
