using Parquet;
using Parquet.Schema;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>Apache Parquet, compressed with zstd: one row group, times in UTC with milliseconds.</summary>
internal sealed class ParquetFormat : ITableFormat
{
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd };

    public string Extension => "parquet";

    public async Task<byte[]> WriteAsync<TRow>(IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        var fields = columns.Select(static column => FieldOf(column.Name, column.Type, column.IsRequired)).ToArray();
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, Options, cancellationToken: cancellationToken))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < columns.Count; i++)
            {
                var column = columns[i];
                await WriteAsync(group, fields[i], column.Type, [.. rows.Select(row => column.Value(row))], cancellationToken);
            }

            group.CompleteValidate();
        }

        return file.ToArray();
    }

    private static Field FieldOf(string name, ColumnType type, bool isRequired) => type switch
    {
        ColumnType.Text => new DataField(name, typeof(string), isNullable: !isRequired),
        ColumnType.Integer => new DataField(name, typeof(long), isNullable: !isRequired),
        ColumnType.Number => new DataField(name, typeof(double), isNullable: !isRequired),
        ColumnType.Flag => new DataField(name, typeof(bool), isNullable: !isRequired),
        ColumnType.Instant => new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: !isRequired),
        _ => new MapField(name, new DataField("key", typeof(string), isNullable: false), new DataField("value", typeof(string), isNullable: true)),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, Field field, ColumnType type, object?[] values, CancellationToken cancellationToken) => (type, field) switch
    {
        (ColumnType.Text, DataField data) => group.WriteAsync(data, values.Select(static value => (string)value!).ToArray()),
        (ColumnType.Integer, DataField data) => WriteAsync<long>(group, data, values, cancellationToken),
        (ColumnType.Number, DataField data) => WriteAsync<double>(group, data, values, cancellationToken),
        (ColumnType.Flag, DataField data) => WriteAsync<bool>(group, data, values, cancellationToken),
        (ColumnType.Instant, DataField data) => WriteAsync<DateTime>(group, data, values, cancellationToken),
        (_, MapField map) => WriteMapAsync(group, map, [.. values.Select(static value => (IReadOnlyList<KeyValuePair<string, string?>>)value!)], cancellationToken),
        _ => throw new InvalidOperationException($"No such column: {type}."),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, object?[] values, CancellationToken cancellationToken)
        where T : struct =>
        field.IsNullable
            ? group.WriteAsync<T>(field, values.Select(static value => (T?)value).ToArray().AsMemory(), cancellationToken: cancellationToken)
            : group.WriteAsync<T>(field, values.Select(static value => (T)value!).ToArray().AsMemory(), cancellationToken: cancellationToken);

    /// <summary>
    /// Keys and values in the encoding of nested columns. Repetition level 0 begins a row. Definition levels: 1 an empty map, 2 a key and, of the values, a null, 3 a value.
    /// </summary>
    private static async Task WriteMapAsync(ParquetRowGroupWriter group, MapField map, IReadOnlyList<KeyValuePair<string, string?>>[] rows, CancellationToken cancellationToken)
    {
        var (keys, texts) = (new List<ReadOnlyMemory<char>>(), new List<ReadOnlyMemory<char>>());
        var (repetitions, keyLevels, valueLevels) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            if (row.Count == 0)
            {
                repetitions.Add(0);
                keyLevels.Add(1);
                valueLevels.Add(1);
            }

            for (var i = 0; i < row.Count; i++)
            {
                repetitions.Add(i == 0 ? 0 : 1);
                keyLevels.Add(2);
                keys.Add(row[i].Key.AsMemory());
                valueLevels.Add(row[i].Value is null ? 2 : 3);
                if (row[i].Value is { } text)
                {
                    texts.Add(text.AsMemory());
                }
            }
        }

        await group.WriteAllPartsAsync<ReadOnlyMemory<char>>((DataField)map.Key, keys.ToArray(), keyLevels.ToArray(), repetitions.ToArray(), cancellationToken);
        await group.WriteAllPartsAsync<ReadOnlyMemory<char>>((DataField)map.Value, texts.ToArray(), valueLevels.ToArray(), repetitions.ToArray(), cancellationToken);
    }
}
