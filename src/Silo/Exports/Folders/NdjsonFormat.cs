using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>A line of JSON for each row, with the columns that have a value.</summary>
internal sealed class NdjsonFormat : ITableFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Extension => "ndjson";

    public Task<byte[]> WriteAsync<TRow>(IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value and not IReadOnlyList<KeyValuePair<string, string?>> { Count: 0 })
                {
                    json.WritePropertyName(column.Name);
                    Write(json, value);
                }
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }

        return Task.FromResult(buffer.WrittenSpan.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case long integer: json.WriteNumberValue(integer); break;
            case double number: json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(number)); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case DateTime instant: json.WriteStringValue(instant); break;
            case IReadOnlyList<KeyValuePair<string, string?>> map:
                json.WriteStartObject();
                foreach (var (name, text) in map)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
                break;
            default: throw new InvalidOperationException($"A column has a {value.GetType().Name}.");
        }
    }
}
