using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>How the rows of a table are written as a file.</summary>
internal interface ITableFormat
{
    /// <summary>The end of the files' names, without a dot.</summary>
    string Extension { get; }

    /// <summary>A whole file. The same rows always give the same bytes.</summary>
    Task<byte[]> WriteAsync<TRow>(IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);
}
