using System.Buffers;
using System.Text.Json;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>A line of JSON for each row, with the columns that have a value.</summary>
internal sealed class NdjsonFormat : ITableFormat
{
    public string Extension => "ndjson";

    public Task<byte[]> WriteAsync<TRow>(IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, RowJson.Options);
        foreach (var row in rows)
        {
            RowJson.Write(json, columns, row);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }

        return Task.FromResult(buffer.WrittenSpan.ToArray());
    }
}
