using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports;

/// <summary>The settings of a sink that is a PostgreSQL database, besides those of all: the section <c>Exports:{name}</c>.</summary>
public sealed class PostgresSinkOptions
{
    public const string Section = ExportOptions.Section;

    /// <summary>Such as <c>Host=db;Database=warehouse;Username=sessiongrains;Password=…</c>. Required.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema of the tables, which is made. Default sessiongrains; small letters, digits and underscores.</summary>
    public string Schema { get; set; } = "sessiongrains";
}
