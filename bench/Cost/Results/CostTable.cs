using Spectre.Console;

namespace SessionGrains.Bench.Cost.Results;

/// <summary>The table of costs on the console.</summary>
internal static class CostTable
{
    private const int Width = 120;

    public static void Print(IReadOnlyList<CostLine> lines)
    {
        // In a pipe or a file nobody asks for narrow columns.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = Width;

        foreach (var work in lines.GroupBy(static line => line.Work))
        {
            var table = new Table().Title(work.Key).Border(TableBorder.Rounded);
            table.AddColumns("subject", "µs per request", "of which", "× floor", "× rival", "per second", "KB allocated");
            foreach (var line in work)
            {
                table.AddRow(line.Subject, $"{line.Cost:F1}", string.Join(", ", line.CostByRole.OrderBy(static role => role.Key).Select(static role => $"{role.Key} {role.Value:F1}")),
                    $"{line.ToFloor:F2}", $"{line.ToRival:F2}", $"{line.PerSecond:N0}", $"{line.AllocatedBytes / 1024:F2}");
            }

            AnsiConsole.Write(table);
        }
    }
}
