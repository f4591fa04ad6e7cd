namespace SessionGrains.Bench.Cost;

/// <summary>The result as Markdown, to be pasted as it is.</summary>
internal static class MarkdownPage
{
    public static string Of(BenchResult result)
    {
        var page = new StringBuilder();
        var (where, plan) = (result.MachineDescription, result.Plan);
        page.AppendLine(CultureInfo.InvariantCulture,
            $"Commit `{where.Commit}`, {where.Day}. {where.Processor}, {where.System}, {where.Runtime}, Redis {where.Redis}. Load average before: {where.LoadBefore:F1}.");
        page.AppendLine(CultureInfo.InvariantCulture,
            $"Pinned: {where.Pinning}. {plan.Launches} launches with {plan.Rounds} rounds of {plan.Time.TotalSeconds:0.#} s, {plan.Sessions:N0} live sessions, {plan.Connections} connections.{Added(plan)}");
        foreach (var failed in result.Failures)
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Failed and left out: {failed.Name}.");

        foreach (var table in ResultTables.Of(result))
            Append(page, table);

        return page.ToString();
    }

    private static string Added(BenchPlan plan) =>
        plan.Environment.Count == 0 ? "" : $" Environment: {string.Join(", ", plan.Environment.Select(static variable => $"{variable.Key}={variable.Value}"))}.";

    private static void Append(StringBuilder page, TextTable table)
    {
        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"**{char.ToUpperInvariant(table.Title[0])}{table.Title[1..]}**").AppendLine();
        AppendRow(page, table.Columns);
        AppendRow(page, ["---", .. table.Columns.Skip(1).Select(static _ => "---:")]);
        foreach (var row in table.Rows)
            AppendRow(page, row);
    }

    private static void AppendRow(StringBuilder page, IEnumerable<string> cells) =>
        page.Append("| ").AppendJoin(" | ", cells.Select(static cell => cell.Length == 0 ? "–" : cell)).AppendLine(" |");
}
