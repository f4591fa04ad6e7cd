namespace SessionGrains.Silo.Files;

/// <summary>Files below a place, by their names in it, such as <c>a/b.json</c>. Each is there whole or not at all, whenever power or the process is lost, and several who write the same at once do not disturb each other.</summary>
internal interface IDurableFiles
{
    /// <summary>What a message calls the place, such as <c>The folder /data/lake</c>.</summary>
    string Place { get; }

    /// <summary>Replaces a file. Returns when it would survive a loss of power.</summary>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes a file unless it is there. Returns when it would survive a loss of power, whoever made it; read it to learn who.</summary>
    Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The content of a file; null if it is not there.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Returns when a file that is there would survive a loss of power, for whoever has written it may have been killed before.</summary>
    Task ConfirmAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of the files in a folder of the place, not in those below it, in no order; none if there is no such folder.</summary>
    IAsyncEnumerable<string> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Removes a file, if it is there. Returns when it would stay away after a loss of power.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
