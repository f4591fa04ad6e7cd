using Spectre.Console;

namespace SessionGrains.Bench.Cost;

/// <summary>The result on the console.</summary>
internal static class ConsoleTables
{
    private const int Width = 220;

    public static void Print(BenchResult result)
    {
        // In a pipe or a file nobody asks for narrow columns.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = Width;

        foreach (var table in ResultTables.Of(result))
            AnsiConsole.Write(Drawn(table));
    }

    private static Table Drawn(TextTable table)
    {
        var drawn = new Table().Title(Markup.Escape(table.Title)).Border(TableBorder.Rounded);
        foreach (var (index, column) in table.Columns.Index())
            drawn.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = index == 0 ? Justify.Left : Justify.Right });

        foreach (var row in table.Rows)
            drawn.AddRow([.. row.Select(Markup.Escape)]);

        return drawn;
    }
}
