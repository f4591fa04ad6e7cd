namespace SessionGrains.Silo.Exports.Tables;

/// <summary>A column of an exported table (docs/exports.md).</summary>
/// <param name="Name">As the warehouse has it.</param>
/// <param name="Type">The type of its values. Any may be null but those of <see cref="ColumnType.Map"/>.</param>
/// <param name="Definition">What it means, with its unit.</param>
/// <param name="Original">Its name in the Media Collection API; null for none.</param>
/// <param name="Value">The value of a row.</param>
internal sealed record ExportColumn<TRow>(string Name, ColumnType Type, string Definition, string? Original, Func<TRow, object?> Value)
{
    /// <summary>Whether a row always has a value.</summary>
    public bool IsRequired { get; init; }
}
