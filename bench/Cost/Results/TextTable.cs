namespace SessionGrains.Bench.Cost;

/// <summary>A table, for the console and for Markdown alike. The first column is text, the others are figures.</summary>
internal sealed record TextTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
