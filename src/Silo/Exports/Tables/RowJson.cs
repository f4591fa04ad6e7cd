using System.Text.Encodings.Web;
using System.Text.Json;

namespace SessionGrains.Silo.Exports.Tables;

/// <summary>A row as a JSON object with the columns that have a value, in the order of the columns: the same row always gives the same bytes.</summary>
internal static class RowJson
{
    /// <summary>For a writer of rows: texts are as readable as JSON allows.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<TRow>(Utf8JsonWriter json, IReadOnlyList<ExportColumn<TRow>> columns, TRow row)
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
