namespace SessionGrains.PowerLoss.Tests;

/// <summary>A change to a file or to the names of files.</summary>
/// <param name="Begun">Line of the trace on which it was asked for.</param>
/// <param name="Ended">Line on which it had returned.</param>
/// <param name="Seconds">When it was asked for, since 1970.</param>
internal abstract record DiskOperation(int Begun, int Ended, double Seconds);

/// <summary>A change to what a file holds. Files are numbered, as their names change.</summary>
internal abstract record ContentOperation(int File, int Begun, int Ended, double Seconds) : DiskOperation(Begun, Ended, Seconds);

internal sealed record Written(int File, long Offset, byte[] Data, int Begun, int Ended, double Seconds) : ContentOperation(File, Begun, Ended, Seconds);

/// <summary>The file has this length from now on; or at least this length, when it is reserved only.</summary>
internal sealed record Resized(int File, long Length, bool OnlyLonger, int Begun, int Ended, double Seconds) : ContentOperation(File, Begun, Ended, Seconds);

/// <summary>A change to names: <paramref name="Name"/> stands for a file from now on, and where it is null <paramref name="OldName"/> for none.</summary>
internal sealed record Renamed(string? OldName, string? Name, int File, int Begun, int Ended, double Seconds) : DiskOperation(Begun, Ended, Seconds);

/// <summary>A sync that returned: what had returned before it was called is on the disk.</summary>
/// <param name="File">Null for a folder: the names are durable.</param>
internal readonly record struct Sync(int? File, int Begun, int Ended, double Seconds);
